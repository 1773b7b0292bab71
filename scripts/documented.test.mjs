import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { languages } from '../src/element/texts';
import { defaultThresholds } from '../src/quality/guidance';
import { root } from './run.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');

/** What a declaration of a file names: the members of an interface, or the texts of a union or a list. */
function namesOf(path, declaration) {
  const { statements } = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest);
  const nameOf = ({ name, declarationList }) => (name ?? declarationList?.declarations[0].name)?.text;
  const declared = statements.find((statement) => nameOf(statement) === declaration);
  if (ts.isInterfaceDeclaration(declared)) return declared.members.map(({ name }) => name.text);
  const texts = [];
  const visit = (node) => {
    if (ts.isStringLiteral(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(declared, visit);
  return texts;
}

it.each([
  ['docs/api.md', 'src/page/options.ts', 'LivenessOptions'],
  ['docs/api.md', 'src/session/events.ts', 'Verdict'],
  ['docs/api.md', 'src/session/events.ts', 'Ending'],
  ['docs/api.md', 'src/session/windowResult.ts', 'WindowResult'],
  ['docs/integrate.md', 'src/embed/options.ts', 'RenderOptions'],
  ['docs/integrate.md', 'src/embed/api.ts', 'EmbedApi'],
  ['docs/integrate.md', 'src/element/attributes.ts', 'attributeNames'],
  ['docs/integrate.md', 'src/element/events.ts', 'CheckEventDetails'],
  ['docs/integrate.md', 'src/injection/risk.ts', 'InjectionSign'],
  ['docs/integrate.md', 'src/support/check.ts', 'SupportTest'],
  ['docs/server.md', 'src/server/depthproofServer.ts', 'ServerOptions'],
  ['docs/server.md', 'src/server/depthproofServer.ts', 'VerifyOptions'],
  ['docs/server.md', 'src/server/handler.ts', 'HandlerOptions'],
  ['docs/server.md', 'src/server/answer.ts', 'Answer'],
  ['docs/server.md', 'src/server/errorCodes.ts', 'ErrorCode'],
])('%s names all that %s has in %s', (document, path, declaration) => {
  const code = read(document)
    .match(/`[^`\n]+`/g)
    .join();
  const names = namesOf(path, declaration);
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
});

it('docs/api.md has the hints in their order, and when each is withdrawn', () => {
  const table = read('docs/api.md')
    .split('\n## ')
    .find((section) => section.startsWith('Hints'));
  const rows = [...table.matchAll(/^\| `(.+?)` .*\| (\S+)/gm)].map(([, code, clears]) => [
    code,
    Number(clears),
  ]);
  expect(rows).toEqual(defaultThresholds.map(({ code, clears }) => [code, clears]));
});

it("docs/integrate.md has the element's languages", () => {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const [, listed] = /^Languages: ([^]*?\.) /m.exec(read('docs/integrate.md'));
  expect(languages.filter((tag) => !listed.includes(names.of(tag.split('-')[0])))).toEqual([]);
});
