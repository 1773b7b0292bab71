import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { run } from './run.mjs';
import { slowed } from './slowed.mjs';

vi.mock('./run.mjs', () => ({ run: vi.fn(() => Promise.resolve(0)) }));

const folder = mkdtempSync(join(tmpdir(), 'depthproof-slowed-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds clips whose accents the manifest writes otherwise, as of a copy from macOS', async () => {
  const [composed, decomposed] = ['Jörg'.normalize('NFC'), 'Jörg'.normalize('NFD')];
  mkdirSync(join(folder, decomposed));
  writeFileSync(join(folder, decomposed, 'a.mp4'), '');
  const manifest = join(folder, 'manifest.csv');
  writeFileSync(manifest, `file,label\n${composed}/a.mp4,live\n`);
  const copies = join(folder, 'slow');
  expect(await slowed(manifest, copies)).toBe(join(copies, 'manifest.csv'));
  const [, args] = run.mock.calls[0];
  expect(args[args.indexOf('-i') + 1]).toBe(join(folder, decomposed, 'a.mp4'));
  expect(args.at(-1)).toBe(join(copies, composed, 'a.mp4'));
});
