// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest';
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

test('whoever does not see the picture is told, too, that it waits for a touch', () => {
  const looking = { ...initialState, screen: 'looking' } as const;
  expect(announcementKeys({ ...looking, held: true })).toEqual(['looking-title', 'play']);
  expect(announcementKeys(looking)).toEqual(['looking-title', 'loading']);
});

test('whether a screen or a print was taken for the face is not told', () => {
  const told = (['screen-texture', 'reproduction-texture'] as const).map((reason) =>
    announcementKeys({ ...retry, reason }).map((key) => ({ ...evidence.en, ...english })[key]),
  );
  expect(told[0]).toEqual(told[1]);
  expect(String(told)).not.toMatch(/screen|print|photo/);
});

describe('a button of one screen, where the next has another in its place', () => {
  const nothing = () => undefined;

  function cancelButton(cancel: () => void) {
    const handlers = { start: nothing, cancel, choose: nothing };
    const screens = new Screens(new Localizer(document.body), new CameraView(nothing), handlers);
    return screens.build({ ...initialState, screen: 'asking' }, false, false).querySelector('button');
  }

  test('is not pressed by Enter that is still held', () => {
    const button = cancelButton(nothing);
    const press = (init: KeyboardEventInit) =>
      button?.dispatchEvent(new KeyboardEvent('keydown', { cancelable: true, ...init }));
    expect(press({ key: 'Enter', repeat: true })).toBe(false);
    expect(press({ key: 'Enter' })).toBe(true);
    expect(press({ key: 'Tab', repeat: true })).toBe(true);
  });

  test('is not pressed by the second click of two on the one before', () => {
    const cancel = vi.fn();
    const button = cancelButton(cancel);
    /** Whether a click presses it at this time, ms. */
    const presses = (timeStamp: number, detail: number, pointerType: 'mouse' | 'touch') => {
      cancel.mockClear();
      button?.dispatchEvent(Object.assign(new Event('pointerdown'), { pointerType }));
      const click = new MouseEvent('click', { detail });
      button?.dispatchEvent(Object.defineProperty(click, 'timeStamp', { value: timeStamp }));
      return cancel.mock.calls.length > 0;
    };
    // The first one pressed nothing.
    expect(presses(1000, 2, 'mouse')).toBe(true);
    expect(presses(1900, 2, 'mouse')).toBe(false);
    // Phones give each tap as the first.
    expect(presses(1400, 1, 'touch')).toBe(false);
    expect(presses(1600, 1, 'touch')).toBe(true);
    // By a screen reader or a key, and by a mouse that is quick.
    expect(presses(1700, 0, 'touch')).toBe(true);
    expect(presses(1800, 1, 'mouse')).toBe(true);
  });
});
