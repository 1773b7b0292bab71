import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { decode } from 'fast-png';
import type { Evaluation, ExportedCrop, PartOfFrame, WindowCrops } from '../evaluation/records';
import { findBrowser } from '../scripts/findBrowser.mjs';
import { writeShortClip } from './shortClip';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'dist/evaluation/depthproof.js');

let scratch: string;
test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'evaluate-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The beginning of a bundled clip, or a text, at a path below the scratch folder. */
function put(path: string, content: { clip: string } | { text: string }): void {
  const target = join(scratch, path);
  mkdirSync(dirname(target), { recursive: true });
  if ('text' in content) writeFileSync(target, content.text);
  else writeShortClip(content.clip, target);
}

/** Runs the built command in the scratch folder; `interruptAt` in its messages ends it as Ctrl-C does. */
async function run(
  parameters: string[],
  interruptAt?: RegExp,
): Promise<{ code: number | null; output: string; messages: string }> {
  const CHROME_PATH = await findBrowser();
  const child = spawn(process.execPath, [command, 'evaluate', ...parameters], {
    cwd: scratch,
    // A browser that is interrupted leaves files in the temporary folder.
    env: { ...process.env, TMPDIR: scratch, ...(CHROME_PATH !== undefined && { CHROME_PATH }) },
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
  expect(messages).toMatch(/1 of 3 clips were judged before/);
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

test('exported crops are those that the network saw', async () => {
  test.slow();
  put('crops/live/1.webm', { clip: 'live.webm' });
  const parameters = ['crops', '--one-class', '--backend', 'wasm', '--out', 'crops report'];
  const { code, messages } = await run([...parameters, '--export-crops', 'exported']);
  expect(code, messages).toBe(0);

  const read = (path: string) => readFileSync(join(scratch, path));
  const report = JSON.parse(read('crops report/report.json').toString()) as Evaluation;
  const exported = JSON.parse(read('exported/windows.json').toString()) as (WindowCrops & { clip: string })[];
  const [{ width, height, windows } = { width: 0, height: 0, windows: [] }] = report.records;
  expect(windows.length).toBeGreaterThan(0);
  expect(exported).toMatchObject(
    windows.map((_, window) => ({
      clip: 'live/1.webm',
      label: 'live',
      window,
      probability: expect.any(Number),
    })),
  );
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', join(scratch, 'crops/live/1.webm'), '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    { maxBuffer: 1e9 },
  );
  // The bundled clip has 30 frames a second.
  const frameAt = (time: number) => raw.subarray(Math.round((time * 30) / 1000) * width * height * 3);
  const distance = ({ path, part }: ExportedCrop, frame: Uint8Array, samples: number, shift = 0) => {
    const png = decode(read(join('exported', path)));
    const side = png.width;
    expect([png.height, png.depth]).toEqual([side, 8]);
    const [x, ...rest] = part;
    const moved: PartOfFrame = [x + shift, ...rest];
    let sum = 0;
    for (let i = 0; i < side * side * 3; i++) {
      const [pixel, channel] = [Math.floor(i / 3), i % 3];
      const at = { column: pixel % side, row: Math.floor(pixel / side), side, samples };
      const expected = cropPixel(frame, { width, height }, moved, at, channel);
      sum += Math.abs((png.data[pixel * png.channels + channel] ?? 0) - expected);
    }
    return sum / (side * side * 3);
  };
  for (const { frames } of [exported[0], exported.at(-1)] as WindowCrops[]) {
    expect(frames).toHaveLength(5);
    for (const [index, { time, crops }] of frames.entries()) {
      const { face, context, near, wide } = crops;
      // The surroundings are looked at once a window, the texture of the face in each frame.
      expect(Object.keys(crops)).toEqual([...(index === 0 ? ['face'] : []), 'context', 'near', 'wide']);
      const frame = frameAt(time);
      for (const [crop, samples] of [
        [face, 2],
        [context, 2],
        [near, 1],
        [wide, 1],
      ] as const) {
        if (!crop) continue;
        // ffmpeg and the browser round colours differently, by one level on average.
        expect(distance(crop, frame, samples)).toBeLessThan(1.6);
      }
      if (near) expect(distance(near, frame, 1, 1)).toBeGreaterThan(2);
    }
  }
});

/** One channel of a crop's pixel by definition: the mean of samples x samples bilinear ones, edges clamped. */
function cropPixel(
  frame: Uint8Array,
  size: { width: number; height: number },
  [x, y, width, height]: PartOfFrame,
  { column, row, side, samples }: { column: number; row: number; side: number; samples: number },
  channel: number,
): number {
  const at = (px: number, py: number) => {
    const [cx, cy] = [Math.min(Math.max(px, 0), size.width - 1), Math.min(Math.max(py, 0), size.height - 1)];
    return frame[3 * (cy * size.width + cx) + channel] ?? 0;
  };
  let sum = 0;
  for (let sample = 0; sample < samples * samples; sample++) {
    const [dx, dy] = [sample % samples, Math.floor(sample / samples)];
    const sx = x + ((samples * column + dx + 0.5) * width) / (side * samples) - 0.5;
    const sy = y + ((samples * row + dy + 0.5) * height) / (side * samples) - 0.5;
    const [left, top] = [Math.floor(sx), Math.floor(sy)];
    const upper = at(left, top) * (left + 1 - sx) + at(left + 1, top) * (sx - left);
    const lower = at(left, top + 1) * (left + 1 - sx) + at(left + 1, top + 1) * (sx - left);
    sum += upper * (top + 1 - sy) + lower * (sy - top);
  }
  return sum / (samples * samples);
}
