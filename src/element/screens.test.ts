// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { CameraView } from './cameraView';
import { initialState } from './checkState';
import { Localizer } from './localizer';
import { announcementKeys, Screens } from './screens';
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

test('Enter that is held on one button does not press the next one', () => {
  const nothing = () => undefined;
  const handlers = { start: nothing, cancel: nothing, choose: nothing };
  const screens = new Screens(new Localizer(document.body), new CameraView(nothing), handlers);
  const cancel = screens.build({ ...initialState, screen: 'asking' }, false, false).querySelector('button');
  const press = (init: KeyboardEventInit) =>
    cancel?.dispatchEvent(new KeyboardEvent('keydown', { cancelable: true, ...init }));
  expect(press({ key: 'Enter', repeat: true })).toBe(false);
  expect(press({ key: 'Enter' })).toBe(true);
  expect(press({ key: 'Tab', repeat: true })).toBe(true);
});
