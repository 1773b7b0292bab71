import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesIn } from '../../annotation/faceSet/listPictures';
import { filesBelow, listClips } from './listClips';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'depthproof-'));
});
afterEach(() => {
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
    expect(filesIn(join(folder, 'set')).sort()).toEqual(['c.mp4', 'd.mp4']);
  });
});

describe('listClips', () => {
  it('takes a protocol for the folder of a data set only', () => {
    const input = join(folder, 'clips.csv');
    writeFileSync(input, 'file,label\n');
    expect(() => listClips({ input, crops: false, protocol: 'oulu:1', part: 'test' })).toThrow(
      /--protocol oulu:1/,
    );
  });
});
