import { expect, test } from 'vitest';
import type { HintCode } from '../quality/guidance';
import { debounceHint, noHint, type DebouncedHint } from './hintDebouncer';

function follow(frames: [now: number, hint: HintCode | undefined][]): DebouncedHint {
  return frames.reduce((state, [now, hint]) => debounceHint(state, hint, now), noHint);
}

test('the first frame speaks at once', () => {
  expect(follow([[0, 'too-far']]).advice).toEqual({ code: 'too-far', escalated: false });
});

test('an advice stays for a second, and a flickering hint never shows', () => {
  const flicker: [number, HintCode | undefined][] = [
    [0, 'too-far'],
    [100, 'moving'],
    [200, 'too-far'],
    [1200, 'moving'],
    [1300, 'too-far'],
    [1400, 'moving'],
  ];
  expect(follow(flicker).advice?.code).toBe('too-far');
});

test('what frames agree upon replaces the advice', () => {
  expect(
    follow([
      [0, 'too-far'],
      [900, 'too-dark'],
      [1100, 'too-dark'],
      [1250, 'too-dark'],
    ]).advice,
  ).toEqual({ code: 'too-dark', escalated: false });
});

test('a hint that stays is given in more words, and stays so', () => {
  const stayed = follow([
    [0, 'too-far'],
    [4000, 'too-far'],
  ]);
  expect(stayed.advice).toEqual({ code: 'too-far', escalated: true });
  expect(debounceHint(stayed, 'too-far', 4100).advice).toBe(stayed.advice);
});

test('being good needs no more words', () => {
  expect(
    follow([
      [0, undefined],
      [9000, undefined],
    ]).advice,
  ).toEqual({ code: 'good', escalated: false });
});
