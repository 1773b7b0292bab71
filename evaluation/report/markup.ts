/** HTML or SVG that is safe to write as it is: made by `markup`, or a constant text. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Content of a template: text, which is escaped, markup, which is not, lists of both, or nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Tag of templates for HTML and SVG. It escapes values, for element content and quoted attributes alike. */
export function markup(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + textOf(contents[index - 1]) + string));
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (content === undefined) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') {
    return content.replace(/[&<>"']/g, (character) => entities[character] ?? '');
  }
  return content.map(textOf).join('');
}
