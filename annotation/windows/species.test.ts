import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Clip } from '../../evaluation/records';
import { speciesNumber, unknownSpecies } from './species';

const attack = (species: string): Clip => ({
  id: 'a.mp4',
  file: 'a.mp4',
  label: 'attack',
  species,
  subject: 's',
  slices: {},
  row: 7,
});

describe('speciesNumber', () => {
  it('is what training counts by', () => {
    const text = readFileSync(new URL('../../training/species.py', import.meta.url), 'utf8');
    const names = /SPECIES_NAMES = \(([^)]*)\)/
      .exec(text)?.[1]
      ?.match(/"[^"]+"/g)
      ?.map((name) => name.slice(1, -1));
    expect(names?.length).toBe(8);
    names?.slice(1).forEach((name, index) => expect(speciesNumber(attack(name)), name).toBe(index + 1));
  });

  it.each([
    ['print', 1],
    ['Warped_Photo', 2],
    ['cut photo', 3],
    ['replay', 6],
    ['mobile', 5],
    ['highdef', 6],
  ])('takes %s as data sets write it', (name, number) => expect(speciesNumber(attack(name))).toBe(number));

  it('is 0 for live clips alone', () => {
    expect(speciesNumber({ label: 'live' })).toBe(0);
    expect(speciesNumber(attack('bona fide'))).toBeUndefined();
  });
});

it('unknown species are named with their row', () => {
  expect(unknownSpecies([attack('print'), attack('3D mask'), attack('unknown')])).toEqual([
    expect.objectContaining({ row: 7, message: expect.stringContaining('"3D mask"') as string }),
    expect.objectContaining({ row: 7, message: expect.stringContaining('"unknown"') as string }),
  ]);
});
