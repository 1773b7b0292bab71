import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SentWindow, WindowName } from './makeWindow';
import { shipped } from './shipped';

const maker = fileURLToPath(new URL('makeWindow.ts', import.meta.url));
const folder = fileURLToPath(new URL('../../../node_modules/.cache/evidence', import.meta.url));

/**
 * Returns a window of a bundled clip for the shipped model, whatever crops that one sees. Kept from one run to the next in
 * node_modules/.cache.
 */
export function windowOf(name: WindowName): Promise<SentWindow> {
  const window = turn.then(() => readOrMake(name));
  turn = window.catch(() => undefined);
  return window;
}

/** Windows are made one at a time: TensorFlow.js has one current backend. */
let turn: Promise<unknown> = Promise.resolve();

async function readOrMake(name: WindowName): Promise<SentWindow> {
  const key = createHash('sha256').update(shipped.sha256).update(readFileSync(maker));
  const file = join(folder, `${name}-${key.digest('hex').slice(0, 16)}.json`);
  if (!existsSync(file)) {
    // Brings TensorFlow.js, which takes longer to load than most tests to run.
    const { makeWindow } = await import('./makeWindow');
    const { frames, score } = await makeWindow(name);
    const files = frames.map((images) => images.map((image) => Buffer.from(image).toString('base64')));
    mkdirSync(folder, { recursive: true });
    // Another process may be writing the same file.
    const part = `${file}.${String(process.pid)}.part`;
    writeFileSync(part, JSON.stringify({ files, score }));
    renameSync(part, file);
  }
  const { files, score } = JSON.parse(readFileSync(file, 'utf8')) as { files: string[][]; score: number };
  return {
    frames: files.map((images) => images.map((image) => Uint8Array.from(Buffer.from(image, 'base64')))),
    score,
  };
}
