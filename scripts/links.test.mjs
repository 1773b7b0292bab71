import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npm } from './npm.mjs';
import { root } from './run.mjs';

/** Every Markdown file, by its path from the root. */
const documents = [
  ...readdirSync(root),
  ...['.github', 'demo', 'docs', 'examples', 'models', 'training'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  ),
].filter((path) => path.endsWith('.md') && !path.includes('node_modules'));

/** A document without its code, in which brackets are no links. */
const proseOf = (document) =>
  readFileSync(join(root, document), 'utf8')
    .replace(/^( *)(```|~~~)[^]*?^\1\2$/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()"]/g, ''));

/** The links of a document to files of this repository: the path from its root, and the anchor. */
function linksOf(document) {
  return [...proseOf(document).matchAll(/\]\(<?([^)\s>]+)>?\)|(?:href|src)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path, anchor] = decodeURI(link).split('#');
      return { link, path: path ? posix.join(posix.dirname(document), path) : document, anchor };
    });
}

/** The anchors that GitHub gives the headings of a document, and those that it sets itself. */
function anchorsOf(document) {
  const prose = readFileSync(join(root, document), 'utf8').replace(/^( *)(```|~~~)[^]*?^\1\2$/gm, '');
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  const numbered = headings.map((heading, index) => {
    const before = headings.slice(0, index).filter((other) => other === heading).length;
    return before > 0 ? `${heading}-${before}` : heading;
  });
  return [...numbered, ...[...prose.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)];
}

describe('the documents', () => {
  it.each(documents)('%s: every link leads to a file and a heading that are there', (document) => {
    const dead = linksOf(document).filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) ||
        (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor)),
    );
    expect(dead.map(({ link }) => link)).toEqual([]);
  });

  it('in the package link only to what the package holds, or to another host', () => {
    const listed = execFileSync(...npm('pack', '--dry-run', '--ignore-scripts', '--json'), { cwd: root });
    const packed = JSON.parse(String(listed))[0].files.map(({ path }) => path);
    const readable = packed.filter((path) => path.endsWith('.md') && !path.startsWith('dist/'));
    expect(readable).toContain('README.md');
    const dead = readable.flatMap((document) =>
      linksOf(document)
        .filter(({ path }) => !packed.some((held) => held === path || held.startsWith(`${path}/`)))
        .map(({ link }) => `${document}: ${link}`),
    );
    expect(dead).toEqual([]);
  });
});
