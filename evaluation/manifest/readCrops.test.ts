import { describe, expect, it } from 'vitest';
import { problemsOf } from '../testing/problemsOf';
import { readCrops } from './readCrops';

describe('readCrops', () => {
  it("reads the class off the end of a folder's name", () => {
    const paths = ['lestari15_fake/0001.jpg', 'lestari15_fake/0002.jpg', 'crops/lestari15_live/1.png'];
    expect(readCrops(paths)).toEqual([
      { ...clip('crops/lestari15_live'), label: 'live', subject: 'lestari15' },
      { ...clip('lestari15_fake'), label: 'attack', species: 'unknown', subject: 'lestari15' },
    ]);
  });

  it.each(['live', 'Real', 'bonafide'])('takes _%s for live', (ending) => {
    expect(readCrops([`a_b_${ending}/1.jpg`, 'b_attack/1.jpg'])[0]).toMatchObject({
      label: 'live',
      subject: 'a_b',
    });
  });

  it.each(['attack', 'FAKE', 'spoof'])('takes _%s for an attack', (ending) => {
    expect(readCrops([`a_${ending}/1.jpg`, 'b_live/1.jpg'])[0]).toMatchObject({
      label: 'attack',
      subject: 'a',
    });
  });

  it('reads the structure of folders first', () => {
    expect(readCrops(['live/anna/1.jpg', 'attack/print/anna_live/1.jpg'])).toEqual([
      { ...clip('attack/print/anna_live'), label: 'attack', species: 'print' },
      { ...clip('live/anna'), label: 'live' },
    ]);
  });

  it('ignores videos, folders without pictures and folders of no class', () => {
    const paths = [
      'a_live/1.jpg',
      'b_fake/1.jpg',
      'c_live/c.mp4',
      'd_live/notes.txt',
      'previews/1.jpg',
      '_live/1.jpg',
    ];
    expect(readCrops(paths).map(({ file }) => file)).toEqual(['a_live', 'b_fake']);
  });

  it('says how to name the folders when nothing is found', () => {
    expect(problemsOf(() => readCrops(['anna/1.jpg']))[0]?.message).toMatch(
      /_live or _attack.*live\/<subject>/,
    );
  });

  it('wants both classes unless one is allowed', () => {
    expect(problemsOf(() => readCrops(['a_live/1.jpg']))[0]?.message).toMatch(/only live clips/);
    expect(readCrops(['a_live/1.jpg'], { allowOneClass: true })).toHaveLength(1);
  });
});

function clip(file: string) {
  return { id: file, file, slices: {} };
}
