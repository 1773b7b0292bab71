import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Evaluation } from '../evaluation/records';
import { findBrowser } from '../scripts/findBrowser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'dist/evaluation/depthproof.js');

let scratch: string;
test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'evaluate-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A bundled clip, or a text, at a path below the scratch folder. */
function put(path: string, content: { clip: string } | { text: string }): void {
  const target = join(scratch, path);
  mkdirSync(dirname(target), { recursive: true });
  if ('text' in content) writeFileSync(target, content.text);
  else copyFileSync(join(root, 'demo/clips', content.clip), target);
}

/** Runs the built command in the scratch folder; `interruptAt` in its messages ends it as Ctrl-C does. */
async function run(
  parameters: string[],
  interruptAt?: RegExp,
): Promise<{ code: number | null; output: string; messages: string }> {
  const CHROME_PATH = await findBrowser();
  const child = spawn(process.execPath, [command, 'evaluate', ...parameters], {
    cwd: scratch,
    env: { ...process.env, ...(CHROME_PATH !== undefined && { CHROME_PATH }) },
  });
  let [output, messages] = ['', ''];
  child.stdout.on('data', (text) => (output += String(text)));
  child.stderr.on('data', (text) => {
    messages += String(text);
    if (interruptAt?.test(messages)) child.kill('SIGINT');
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  return { code, output, messages };
}

test('what is wrong with the input is said before any work, all at once', async () => {
  expect(await run(['nowhere.csv'])).toMatchObject({
    code: 2,
    messages: expect.stringContaining('nowhere.csv'),
  });

  put('wrong/a.webm', { text: 'never looked at' });
  put('wrong/manifest.csv', { text: 'file,label\na.webm,perhaps\nmissing.webm,live\n' });
  const wrong = await run(['wrong/manifest.csv', '--out', 'wrong/report']);
  expect(wrong.code).toBe(2);
  expect(wrong.messages).toMatch(/row 2: label "perhaps" is unknown/);
  expect(wrong.messages).toMatch(/row 3: missing\.webm is not there/);
  expect(existsSync(join(scratch, 'wrong/report'))).toBe(false);

  put('one class/live/a.webm', { text: 'never looked at' });
  const oneClass = await run(['one class']);
  expect(oneClass).toMatchObject({ code: 2, messages: expect.stringContaining('only live clips') });
});

test('a clip that cannot be decoded ends nothing, and an interrupted run goes on where it was', async () => {
  test.slow();
  const folder = 'клипы 面 è';
  put(`${folder}/attack/print/a.mp4`, { text: 'no video' });
  put(`${folder}/attack/print/отпечаток 1.webm`, { clip: 'print.webm' });
  put(`${folder}/live/顔 1.webm`, { clip: 'live.webm' });
  const parameters = [folder, '--backend', 'wasm', '--jobs', '1', '--out', 'итог 1'];

  const interrupted = await run(parameters, /отпечаток 1\.webm: (live|spoof|inconclusive)/);
  expect(interrupted.code).not.toBe(0);
  expect(interrupted.messages).toMatch(/a\.mp4: /);
  expect(existsSync(join(scratch, 'итог 1/report.json'))).toBe(false);

  const { code, output, messages } = await run(parameters);
  expect(code, messages).toBe(3);
  expect(messages).toMatch(/Of 3 clips 1 judged before/);
  expect(messages).not.toContain('отпечаток');
  expect(output).toContain('1 clip could not be judged');
  const report = JSON.parse(readFileSync(join(scratch, 'итог 1/report.json'), 'utf8')) as Evaluation;
  const found = report.records.map(({ clip, windows, error }) => [
    clip.id,
    windows.length > 0,
    error === undefined,
  ]);
  expect(found).toEqual([
    ['attack/print/a.mp4', false, false],
    ['attack/print/отпечаток 1.webm', true, true],
    ['live/顔 1.webm', true, true],
  ]);
});
