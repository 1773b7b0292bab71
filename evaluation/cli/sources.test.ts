import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputOf } from '../decode/ffmpeg';
import { clipRecord } from '../testing/records';
import { readClips } from './readClips';
import { openSources } from './sources';

const folder = mkdtempSync(join(tmpdir(), 'depthproof-sources-'));

beforeAll(async () => {
  const whole = join(folder, 'whole.mp4');
  const picture = 'testsrc=size=66x50:rate=30:duration=1';
  await outputOf('ffmpeg', ['-f', 'lavfi', '-i', picture, '-pix_fmt', 'yuv420p', whole]);
  // Trimmed without encoding: the file keeps all 30 packets, and shows the last 17 frames.
  await outputOf('ffmpeg', ['-ss', '0.43', '-i', whole, '-c', 'copy', join(folder, 'trimmed.mp4')]);
  for (const [name, ...options] of [
    ['index first.mp4', '-movflags', 'faststart'],
    ['header.mkv'],
    ['live.mkv', '-live', '1'],
  ] as const) {
    const file = join(folder, name);
    await outputOf('ffmpeg', ['-i', whole, '-c', 'copy', ...options, file]);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length * 0.7));
  }
  mkdirSync(join(folder, 'pictures'));
  for (let number = 0; number < 5; number++) writeFileSync(join(folder, `pictures/${number}.jpg`), '');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const open = (file: string, start?: number, end?: number) =>
  openSources(
    [
      clipRecord({
        id: file,
        label: 'live',
        ...(start !== undefined && { start }),
        ...(end !== undefined && { end }),
      }).clip,
    ],
    folder,
  );

describe('openSources', () => {
  it.each([
    ['whole.mp4', 30],
    ['trimmed.mp4', 17],
    ['pictures', 5],
  ])('takes a range within %s, and refuses one beyond its end', async (file, length) => {
    expect(await open(file, 2, length - 1)).toMatchObject([{ frames: length - 2 }]);
    const beyond = `${file}: the range ends at frame ${length}, but the clip has only frames 0 to ${length - 1}`;
    await expect(open(file, 2, length)).rejects.toThrow(beyond);
  });

  it.each(['index first.mp4', 'header.mkv'])(
    'says that %s is cut off, unless its range is there',
    async (file) => {
      expect(await open(file)).toMatchObject([{ failure: expect.stringContaining('broken off') as string }]);
      expect((await open(file, 0, 5))[0]?.failure).toBeUndefined();
    },
  );

  it('takes what is there of a recording that states no length', async () => {
    expect((await open('live.mkv'))[0]?.failure).toBeUndefined();
  });

  it('refuses a file that has two paths, and so would count twice', async () => {
    const clips = ['pictures', join(folder, 'pictures')].map(
      (id, index) => clipRecord({ id, label: 'live', row: index + 2 }).clip,
    );
    await expect(openSources(clips, folder)).rejects.toThrow(/^row 3: .* is the same file as pictures: /);
  });

  it('refuses a face outside of the frame', async () => {
    const at = (x: number, y: number) =>
      openSources(
        [clipRecord({ id: 'whole.mp4', label: 'live', face: { x, y, width: 0, height: 0 } }).clip],
        folder,
      );
    expect(await at(66, 50)).toHaveLength(1);
    for (const [x, y] of [
      [67, 25],
      [33, 51],
      [-1, 25],
    ] as const)
      await expect(at(x, y)).rejects.toThrow('outside of the frame, which has 66 x 50 px');
  });

  it('finds files whose accents the manifest writes otherwise, as of a copy from macOS', async () => {
    const [composed, decomposed] = ['Jörg'.normalize('NFC'), 'Jörg'.normalize('NFD')];
    mkdirSync(join(folder, decomposed));
    writeFileSync(join(folder, decomposed, '1.jpg'), '');
    const input = join(folder, 'manifest.csv');
    writeFileSync(input, `file,label\n${composed},live`);
    const options = { crops: false, protocol: undefined, part: 'test' as const, oneClass: true };
    const { clips, root } = readClips({ ...options, input });
    expect(await openSources(clips, root)).toMatchObject([{ frames: 1 }]);
  });
});
