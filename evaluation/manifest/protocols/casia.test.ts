import { describe, expect, it } from 'vitest';
import { readProtocol } from './protocols';

const NAMES = ['1', '2', '3', '4', '5', '6', '7', '8', 'HR_1', 'HR_2', 'HR_3', 'HR_4'];
const paths = ['train', 'test'].flatMap((part) =>
  [1, 2, 10].flatMap((subject) => NAMES.map((name) => `CASIA/${part}_release/${subject}/${name}.avi`)),
);

describe('CASIA-FASD', () => {
  it('says what is shown', () => {
    const clips = readProtocol('casia', paths, 'test').filter(({ subject }) => subject === 'test 10');
    expect(
      clips.map(({ file, species, slices }) => [file.split('/').at(-1), species, slices.quality]),
    ).toEqual([
      ['1.avi', undefined, 'low'],
      ['2.avi', undefined, 'normal'],
      ['3.avi', 'warped photo', 'low'],
      ['4.avi', 'warped photo', 'normal'],
      ['5.avi', 'cut photo', 'low'],
      ['6.avi', 'cut photo', 'normal'],
      ['7.avi', 'video replay', 'low'],
      ['8.avi', 'video replay', 'normal'],
      ['HR_1.avi', undefined, 'high'],
      ['HR_2.avi', 'warped photo', 'high'],
      ['HR_3.avi', 'cut photo', 'high'],
      ['HR_4.avi', 'video replay', 'high'],
    ]);
    for (const { label, species } of clips) expect(label).toBe(species === undefined ? 'live' : 'attack');
  });

  it('keeps the parts apart, whose people are others under the same numbers', () => {
    const subjects = (part: 'train' | 'test') =>
      new Set(readProtocol('casia', paths, part).map(({ subject }) => subject));
    expect([...subjects('train')]).toEqual(['train 1', 'train 2', 'train 10']);
    expect([...subjects('test')]).toEqual(['test 1', 'test 2', 'test 10']);
  });

  it('ignores foreign files', () => {
    const foreign = [
      'test_release/1/9.avi',
      'test_release/1/more/1.avi',
      'test/1/1.avi',
      'test_release/x/1.avi',
    ];
    const known = ['test_release/1/1.avi', 'test_release/1/3.avi'];
    expect(readProtocol('casia', [...foreign, ...known], 'test').map(({ file }) => file)).toEqual(known);
  });
});
