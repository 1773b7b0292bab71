import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { outputOf } from '../decode/ffmpeg';
import { probe } from '../decode/probe';
import { serveClips } from './serveClips';

const folder = mkdtempSync(join(tmpdir(), 'depthproof-serve-'));
const path = join(folder, 'long.mp4');

beforeAll(async () => {
  const picture = 'testsrc=size=640x480:rate=10:duration=10';
  await outputOf('ffmpeg', ['-f', 'lavfi', '-i', picture, '-pix_fmt', 'yuv420p', path]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const programs = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

it('ends ffmpeg whenever a browser gives a clip up', async () => {
  const clip = { id: 'long.mp4', file: 'long.mp4', label: 'live' as const, subject: 'a', slices: {} };
  const video = await probe(path);
  const before = programs();
  const intercept = serveClips(
    [{ clip, path, frames: 100, video }],
    () => 100,
    () => undefined,
  );
  const server = await serve({}, { intercept });
  for (let frames = 0; frames < 12; frames++) {
    const leaving = new AbortController();
    const response = await fetch(`${server.url}/clips/0/frames`, { signal: leaving.signal });
    const reader = response.body?.getReader();
    for (let read = 0; read < frames; read++) await reader?.read();
    leaving.abort();
  }
  await expect.poll(programs, { timeout: 10_000 }).toBe(before);
  await server.close();
}, 60_000);
