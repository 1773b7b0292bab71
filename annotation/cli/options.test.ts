import { describe, expect, it } from 'vitest';
import { UsageError } from '../../evaluation/cli/options';
import { readAgesOptions, readFacesOptions, readWindowsOptions } from './options';

it('reads what pictures to annotate', () => {
  expect(readFacesOptions(['p', '--out', 's'])).toEqual({ folder: 'p', out: 's', jobs: 2 });
});

it('reads whose ages to estimate', () => {
  expect(readAgesOptions(['f', '--out', 'a.csv', '--jobs', '1'])).toEqual({
    folder: 'f',
    out: 'a.csv',
    jobs: 1,
  });
  expect(() => readAgesOptions(['f'])).toThrow(UsageError);
});

it('reads what clips to cut windows of', () => {
  expect(readWindowsOptions(['m.csv', '--out', 'w', '--per-clip=3', '--picture-rate', '20'])).toEqual({
    input: 'm.csv',
    out: 'w',
    protocol: undefined,
    part: 'train',
    validationShare: 0.2,
    perClip: 3,
    pictureInterval: 50,
    jobs: 2,
  });
});

describe('refuses', () => {
  it.each([[['p']], [['--out', 's']], [['p', 'q', '--out', 's']], [['p', '--out', 's', '--jobs', '0']]])(
    'pictures %j',
    (parameters) => expect(() => readFacesOptions(parameters)).toThrow(UsageError),
  );

  it.each([
    [['m', '--out', 'w', '--validation-share', '1']],
    [['m', '--out', 'w', '--part', 'all']],
    [['m', '--out', 'w', '--crops']],
  ])('clips %j', (parameters) => expect(() => readWindowsOptions(parameters)).toThrow(UsageError));
});
