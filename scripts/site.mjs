import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './run.mjs';

const site = join(root, 'build/site');

const modules = ['index', 'element/index', 'react/index', 'support/index'];

/** Documents beside the README, as pages of the same site. */
const documents = [
  'docs/*.md',
  'CHANGELOG.md',
  'models/*/MODEL_CARD.md',
  'training/README.md',
  'examples/README.md',
];

/**
 * Puts what the build made for browsers and the documentation with the reference of every exported name into one
 * folder, build/site. All its links are relative: it works on any host, under any path.
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
  // Not before the packages are there.
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

try {
  await ensurePackages();
  await ensureBuilt();
  await buildSite();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
