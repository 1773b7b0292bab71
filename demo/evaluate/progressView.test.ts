import { expect, it } from 'vitest';
import { timeLeft } from './progressView';

it('says nothing while the time left cannot be told', () => {
  expect(timeLeft(0, 10_000)).toBe('');
  expect(timeLeft(0.5, 1000)).toBe('');
});

it.each([
  [0.99, 60_000, 'a few seconds left'],
  [0.5, 42_000, 'about 40 s left'],
  [0.1, 60_000, 'about 9 min left'],
  [0.02, 5 * 60_000, 'about 4 h left'],
])('after %d of the work in %d ms: %s', (share, elapsed, text) => {
  expect(timeLeft(share, elapsed)).toBe(text);
});
