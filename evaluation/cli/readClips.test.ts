import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problemsOf } from '../testing/problemsOf';
import { filesBelow, readClips } from './readClips';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'depthproof-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('filesBelow', () => {
  it('follows links to files and folders, and none round in a circle or into nothing', () => {
    mkdirSync(join(folder, 'stored/inner'), { recursive: true });
    mkdirSync(join(folder, 'set'));
    for (const file of ['stored/a.mp4', 'stored/inner/b.mp4', 'set/c.mp4'])
      writeFileSync(join(folder, file), '');
    symlinkSync(join(folder, 'stored'), join(folder, 'set/linked'));
    symlinkSync(join(folder, 'stored/a.mp4'), join(folder, 'set/d.mp4'));
    symlinkSync(join(folder, 'set'), join(folder, 'stored/inner/back'));
    symlinkSync(join(folder, 'gone'), join(folder, 'set/e.mp4'));
    expect(filesBelow(join(folder, 'set'))).toEqual(['c.mp4', 'd.mp4', 'linked/a.mp4', 'linked/inner/b.mp4']);
  });
});

describe('readClips', () => {
  const options = {
    crops: false,
    protocol: undefined,
    part: 'test' as const,
    oneClass: false,
  };
  const put = (file: string) => {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  };

  it('takes a protocol for the folder of a data set only', () => {
    const input = join(folder, 'clips.csv');
    writeFileSync(input, 'file,label\n');
    expect(() => readClips({ ...options, input, protocol: 'oulu:1' })).toThrow(/--protocol oulu:1/);
  });

  it.each([
    [
      'Windows-1252, in which Jörg and Jürg would be one subject',
      Buffer.from('file,label,subject\na,live,J\xf6rg', 'latin1'),
    ],
    ['UTF-16', Buffer.from('\uFEFFfile\tlabel\na\tlive', 'utf16le')],
    ['a workbook', Buffer.from('504b0304140006000800000021b52f', 'hex')],
  ])('refuses a manifest in %s', (_, bytes) => {
    put('a');
    const input = join(folder, 'clips.csv');
    writeFileSync(input, bytes);
    const message = 'the manifest is not in UTF-8: save the table as "CSV UTF-8"';
    expect(problemsOf(() => readClips({ ...options, input, oneClass: true }))).toEqual([{ message }]);
  });

  it.each([
    ['folder', {}, '', 'attack/print/a.mp4'],
    ['folder of crops', { crops: true }, '', 'a_spoof/1.jpg'],
    ['protocol', { protocol: 'oulu:1' }, '', '1_3_36_2.avi'],
    ['manifest', {}, 'clips.csv', 'a.mp4'],
  ])('takes a single class of a %s where asked to', (_, more, manifest, file) => {
    put(file);
    if (manifest) writeFileSync(join(folder, manifest), 'file,label\na.mp4,attack\n');
    const input = join(folder, manifest);
    expect(() => readClips({ ...options, ...more, input })).toThrow('only attacks');
    expect(readClips({ ...options, ...more, input, oneClass: true }).clips).toHaveLength(1);
  });

  it.each([
    ['folder', {}, 'say neither live nor attack', ['live/a.mp4', 'attack/print/a.mp4']],
    ['folder of crops', { crops: true }, 'say neither live nor attack', ['a_live/1.jpg', 'a_spoof/1.jpg']],
    ['protocol', { protocol: 'oulu:1' }, 'are not of oulu:1, part test', ['1_3_36_1.avi', '1_3_36_2.avi']],
  ])('says which clips of a %s are left out', (_, more, why, placed) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    placed.forEach(put);
    readClips({ ...options, ...more, input: folder });
    expect(said).not.toHaveBeenCalled();
    for (const name of ['a', 'b', 'c', 'd']) put(`mask/${name}.mp4`);
    expect(readClips({ ...options, ...more, input: folder }).clips).toHaveLength(2);
    expect(said.mock.calls).toEqual([
      [
        `4 of 6 clips were left out, since their folders and names ${why}: ` +
          'mask/a.mp4, mask/b.mp4, mask/c.mp4, ...',
      ],
    ]);
  });
});
