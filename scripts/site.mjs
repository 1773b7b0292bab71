import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root } from './run.mjs';

const site = join(root, 'build/site');

const modules = ['index', 'element/index', 'react/index', 'support/index'];

/** Documents that become pages of the site, in addition to the README. */
const documents = [
  'docs/*.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'models/*/MODEL_CARD.md',
  'training/*.md',
  'examples/README.md',
];

/**
 * Writes build/site: the build's files for browsers, and the documentation with a reference of every exported name. All
 * links are relative, so that it works on any host, under any path.
 */
async function buildSite() {
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  const forNode = /\.map$|dist.(types|evaluation|depthproof-cli\.js)$/;
  cpSync(join(root, 'dist'), site, { recursive: true, filter: (path) => !forNode.test(path) });
  await buildReference(join(site, 'docs'));
  writeFileSync(join(site, 'index.html'), entrance);
}

async function buildReference(target) {
  // Imported here, because the packages may just have been installed.
  const { Application } = await import('typedoc');
  const app = await Application.bootstrap({
    name: 'Depthproof',
    entryPoints: modules.map((name) => join(root, `src/${name}.ts`)),
    tsconfig: join(root, 'tsconfig.build.json'),
    readme: join(root, 'README.md'),
    projectDocuments: documents.map((path) => join(root, path)),
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    validation: { notExported: false, invalidLink: true },
    logLevel: 'Warn',
  });
  const project = await app.convert();
  if (!project) throw new Error('The reference could not be read from the sources.');
  await app.generateDocs(project, target);
  if (app.logger.hasErrors()) throw new Error('The reference could not be written.');
}

const entrance = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Depthproof</title>
  </head>
  <body>
    <main>
      <h1>Depthproof</h1>
      <ul>
        <li><a href="demo/index.html">Demo</a></li>
        <li><a href="demo/evaluate/index.html">Evaluate your own clips</a></li>
        <li><a href="docs/index.html">Documentation and reference</a></li>
      </ul>
    </main>
  </body>
</html>
`;

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  await buildSite();
});
