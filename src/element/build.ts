type Content = Node | undefined;

/** Returns a new element. Uses neither markup nor inline styles, so it works under any Content-Security-Policy. */
export function build<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content.filter((node) => node !== undefined));
  return element;
}

export function buildSvg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...content: SVGElement[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}
