import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { npm } from '../scripts/npm.mjs';
import { pack } from '../scripts/pack.mjs';

const start = promisify(execFile);
const typescript = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** A folder with the unpacked package in its node_modules. */
let project: string;
let tarball: string;
let installed: string;
/** A folder for an older TypeScript. */
let older: string;

test.beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'depthproof-package-'));
  tarball = await pack(project);
  installed = join(project, 'node_modules/depthproof');
  older = join(project, 'older');
  await mkdir(older);
  await writeFile(join(older, 'package.json'), '{}');
  await mkdir(installed, { recursive: true });
  await start('tar', ['xzf', tarball, '--strip-components=1', '-C', installed]);
});

test.afterAll(() => rm(project, { recursive: true, force: true }));

async function filesOf(pattern: RegExp): Promise<string[]> {
  const all = await readdir(installed, { recursive: true });
  return all.filter((path) => pattern.test(path)).map((path) => join(installed, path));
}

for (const [name, others] of Object.entries({
  'React 18': { react: '18.3.1', 'react-dom': '18.3.1' },
  'a release candidate of React': { react: '19.0.0-rc.1', 'react-dom': '19.0.0-rc.1' },
  'an old Playwright': { '@playwright/test': '1.45.0' },
}))
  test(`npm installs it beside ${name}`, async () => {
    const folder = join(project, name.replaceAll(' ', '-'));
    await mkdir(folder);
    const dependencies = { ...others, depthproof: `file:${tarball}` };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await start(...npm('install', '--package-lock-only', '--prefer-offline', '--no-audit'), { cwd: folder });
    const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { engines?: object }>;
    };
    expect(packages['node_modules/depthproof']?.engines).toBeUndefined();
    // Nothing comes along that the project did not ask for.
    const playwrights = Object.keys(packages).filter((path) => /node_modules.playwright$/.test(path));
    expect(playwrights).toEqual('@playwright/test' in others ? ['node_modules/playwright'] : []);
  });

for (const [moduleResolution, module, version] of [
  ['node', 'esnext', '4.7.4'],
  ['node', 'esnext', undefined],
  ['node16', 'node16', undefined],
  ['bundler', 'esnext', undefined],
])
  test(`TypeScript ${version ?? ''} finds every module with moduleResolution ${moduleResolution ?? ''}`, async () => {
    const page = `
      import { createLiveness, type Verdict } from 'depthproof';
      import 'depthproof/element';
      import type { CheckEventMap } from 'depthproof/element';
      import { support } from 'depthproof/support';
      import type { EmbedApi } from 'depthproof/embed';
      export const make: typeof createLiveness = createLiveness;
      export const outcome = (verdict: Verdict): 'live' | 'spoof' | 'inconclusive' => verdict.outcome;
      export const code = (event: CheckEventMap['error']): string => event.detail.code;
      export const id = (api: EmbedApi): string => api.render('.depthproof');
      export const answer = support().then(({ supported }): boolean => supported);
      document.querySelector('depthproof-check')?.reset();
    `;
    const compilerOptions = {
      moduleResolution,
      module,
      target: 'es2021',
      lib: ['es2021', 'dom'],
      strict: true,
      types: [],
      noEmit: true,
    };
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    await writeFile(join(project, 'page.ts'), page);
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }));
    if (version) await start(...npm('install', '--no-save', `typescript@${version}`), { cwd: older });
    const compiler = version ? join(older, 'node_modules/typescript/bin/tsc') : typescript;
    const { stdout } = await start(process.execPath, [compiler, '-p', project]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

test('resolvers that read no exports find every module', async () => {
  const { exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { default: string }>;
  };
  for (const [name, target] of Object.entries(exports)) {
    if (name === './package.json') continue;
    const folder = join(installed, name);
    const { main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { main: string };
    const expected = typeof target === 'string' ? target : target.default;
    expect(normalize(join(folder, main))).toBe(normalize(join(installed, expected)));
  }
});

test('no file names a source map, of which the package has none', async () => {
  for (const path of await filesOf(/\.(js|css)$/))
    expect(await readFile(path, 'utf8'), path).not.toContain('sourceMappingURL');
  expect(await filesOf(/\.map$/)).toEqual([]);
});
