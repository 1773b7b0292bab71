// Builds the site: `npm run site -- --base /path/`. Writes to build/site.json how long that took.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, say } from './run.mjs';
import { onClock, stopwatch } from './stopwatch.mjs';

const site = join(root, 'build/site');
/** What VitePress reads: the documents, and the pages that are made here. */
const pages = join(root, 'build/pages');

const modules = ['index', 'element/index', 'react/index', 'support/index'];

/**
 * Writes build/site: the documents, a reference of every exported name, and the demo's pages with what they load. Any
 * static host can serve the folder.
 *
 * @param {{ base?: string }} [options] `base`: the path that the host serves it under, with a slash at both ends
 */
export async function buildSite({ base = '/' } = {}) {
  for (const folder of [pages, site]) rmSync(folder, { recursive: true, force: true });
  say('Reference (typedoc)');
  await writeReference();
  say('Pages (vitepress)');
  for (const [path, content] of documents()) write(join(pages, path), content);
  // Imported here, because the packages may just have been installed.
  const { build } = await import('vitepress');
  await build(join(root, 'site'), { base });
  const forNode = /\.map$|dist.(types|server|evaluation|depthproof-cli\.js)/;
  cpSync(join(root, 'dist'), site, { recursive: true, filter: (path) => !forNode.test(path) });
  joinDemo();
}

async function writeReference() {
  const { Application } = await import('typedoc');
  const app = await Application.bootstrapWithPlugins({
    name: 'API',
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    entryPoints: modules.map((name) => join(root, `src/${name}.ts`)),
    tsconfig: join(root, 'tsconfig.build.json'),
    readme: 'none',
    docsRoot: pages,
    out: join(pages, 'reference'),
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    validation: { notExported: false, invalidLink: true },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) throw new Error('The reference could not be read from the sources.');
  // By the names that they are imported by.
  for (const module of project.children ?? [])
    module.name = module.name === 'index' ? 'depthproof' : `depthproof/${module.name}`;
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('The reference could not be written.');
}

/** What links lead to from the README, by its path in `pages`: documents, pictures, and each source as a page. */
function documents() {
  const found = new Map();
  const visit = (path) => {
    const page = pageOf(path);
    if (found.has(page)) return;
    const content = readFileSync(join(root, path));
    found.set(page, content);
    if (path.endsWith('.md')) found.set(page, withPages(withHero(path, String(content)), path, visit));
    else if (page !== path) found.set(page, listing(path, content));
  };
  visit('README.md');
  return found;
}

/** Where a file of the repository is on the site, before VitePress makes HTML of it. */
function pageOf(path) {
  if (path === 'README.md') return 'index.md';
  return /\.(md|png|webp)$/.test(path) ? path : `${path}.md`;
}

/** The README as a home page: its title and first paragraph become VitePress' head of one. Other documents stay as they are. */
function withHero(path, text) {
  if (path !== 'README.md') return text;
  const [head, name, claim, tagline] = /^# (.+)\n\n([^.]+)\. ([^]+?)\n\n/.exec(text) ?? [];
  const actions = [
    { theme: 'brand', text: 'See it decide', link: '/demo/index.html', target: '_self' },
    { theme: 'alt', text: 'Add it to a page', link: '/docs/integrate' },
  ];
  // YAML takes JSON.
  const hero = JSON.stringify({ name, text: claim, tagline: tagline.replaceAll('\n', ' '), actions });
  return `---\nlayout: home\nhero: ${hero}\n---\n\n${text.slice(head.length)}`;
}

/** A document whose links lead to the pages of the site. Calls `visit` with each file that is linked to. */
function withPages(text, document, visit) {
  const here = posix.dirname(document);
  return text.replace(/\]\(([^)\s#:]+)(#[^)\s]*)?\)/g, (link, path, anchor = '') => {
    const file = posix.join(here, path);
    if (!existsSync(join(root, file))) return link;
    visit(file);
    return `](./${posix.relative(here, pageOf(file))}${anchor})`;
  });
}

function listing(path, text) {
  const language = extname(path).slice(1) || 'txt';
  return `---\nsearch: false\n---\n\n# ${path}\n\n\`\`\`\`${language}\n${text}\n\`\`\`\`\n`;
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Leads from the heads of the demo's pages to the rest of the site. */
function joinDemo() {
  for (const page of ['demo', 'demo/evaluate', 'demo/bench']) {
    const path = join(site, page, 'index.html');
    const up = `${posix.relative(page, '.')}/`;
    const documentation = `<a href="${up}docs/integrate.html">Documentation</a>`;
    const html = readFileSync(path, 'utf8')
      .replace(/(class="name" href=)"[^"]*"/, `$1"${up}index.html"`)
      .replace('<!-- documents -->', `${documentation} <a href="${up}reference/index.html">API</a>`);
    writeFileSync(path, html);
  }
}

if (process.argv[1] === import.meta.filename) {
  await main(
    async ({ values }) => {
      await ensurePackages();
      await ensureBuilt();
      const spent = stopwatch();
      await buildSite(values);
      const times = spent();
      writeFileSync(join(root, 'build/site.json'), JSON.stringify(times));
      const { seconds, processor, load } = times;
      say(`Built in ${onClock(seconds)}, ${onClock(processor)} of CPU time; load before: ${load.toFixed(1)}`);
    },
    { options: { base: { type: 'string' } } },
  );
}
