import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const pages = join(import.meta.dirname, '../../build/pages');

/** The groups of the README's table of documents: each has a heading and links. */
function documents() {
  const [, table = ''] = readFileSync(join(pages, 'index.md'), 'utf8').split('## Documentation\n');
  return [...table.matchAll(/^\| ([a-z][^|]*?) +\| (\[.*?) +\|$/gm)].map(([, heading, links]) => ({
    text: heading[0].toUpperCase() + heading.slice(1),
    items: [...links.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text, path]) => ({
      text,
      link: `/${path.replace(/\.md$/, '')}`,
    })),
  }));
}

/** Its groups are always open: VitePress draws a closed one as a button within a button, which screen readers cannot tell apart. */
const reference = JSON.parse(
  readFileSync(join(pages, 'reference/typedoc-sidebar.json'), 'utf8'),
  (key, value) => (key === 'collapsed' ? undefined : value),
);

/** The anchor that GitHub gives a heading, so that links lead there on both. */
const slugify = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** The demo's pages are none of VitePress' own: the browser has to load them as a whole. */
const demo = (text, path) => ({ text, link: `/${path}index.html`, target: '_self' });

export default defineConfig({
  title: 'Depthproof',
  description:
    'Passive face liveness for web login pages: tells a live face from a print or a screen, in the browser',
  srcDir: '../build/pages',
  outDir: '../build/site',
  cacheDir: '../build/vitepress',
  lastUpdated: false,
  transformHead: ({ siteConfig }) => [
    ['link', { rel: 'icon', href: `${siteConfig.site.base}demo/icon.svg`, type: 'image/svg+xml' }],
  ],
  // e2e/site.spec.ts looks at every link of the finished site, the demo's included.
  ignoreDeadLinks: [/demo\//],
  markdown: {
    anchor: { slugify },
    image: { lazyLoading: true },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    logo: '/demo/icon.svg',
    search: { provider: 'local' },
    nav: [
      { text: 'Documentation', link: '/docs/integrate' },
      { text: 'API', link: '/reference/' },
      demo('Demo', 'demo/'),
      demo('Evaluate', 'demo/evaluate/'),
      demo('Bench', 'demo/bench/'),
    ],
    sidebar: { '/': documents(), '/reference/': reference },
    outline: [2, 3],
    externalLinkIcon: true,
  },
});
