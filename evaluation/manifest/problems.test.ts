import { expect, it } from 'vitest';
import { ManifestError } from './problems';

it('lists all problems, one a line, in the order of the rows', () => {
  const error = new ManifestError([
    { message: 'no attacks' },
    { row: 7, file: 'a.mp4', message: 'label is empty' },
    { file: 'live', message: 'holds pictures' },
    { row: 1, message: 'no column' },
  ]);
  expect(error.message).toBe('row 1: no column\nrow 7: label is empty\nno attacks\nlive: holds pictures');
  expect(error.problems.map(({ row }) => row)).toEqual([1, 7, undefined, undefined]);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('ManifestError');
});
