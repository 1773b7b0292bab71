import { expect, test } from 'vitest';
import { initialState } from './checkState';
import { announcementKeys } from './screens';
import { texts as evidence } from '../evidence/texts';
import { english } from './texts';

const retry = { ...initialState, screen: 'retry' } as const;

test.each([
  ['medium-around-face', 'retry-surroundings'],
  ['surroundings-move', 'retry-movement'],
  ['nothing-scored', 'retry-unscored'],
  ['undecided', 'retry-reason'],
  [undefined, 'retry-reason'],
] as const)('%s is told with %s', (reason, key) => {
  expect(announcementKeys({ ...retry, reason })).toEqual(['retry-title', key]);
});

test('whether a screen or a print was taken for the face is not told', () => {
  const told = (['screen-texture', 'reproduction-texture'] as const).map((reason) =>
    announcementKeys({ ...retry, reason }).map((key) => ({ ...evidence.en, ...english })[key]),
  );
  expect(told[0]).toEqual(told[1]);
  expect(String(told)).not.toMatch(/screen|print|photo/);
});
