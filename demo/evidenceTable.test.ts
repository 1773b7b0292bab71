import { expect, test } from 'vitest';
import { signed, sumOf } from './evidenceTable';

test('a sum is the bias and each kind, weighed, as the windows say on average', () => {
  const windows = [
    { evidence: { texture: -4, surroundings: 2 } },
    { evidence: { texture: -2, surroundings: 0 } },
  ];
  const { parts, total } = sumOf(windows, {
    bias: 0.25,
    weights: { texture: 0.5, surroundings: 0.25 },
    usual: { texture: 6 },
  });
  expect(parts.map(({ logOdds }) => logOdds)).toEqual([-1.5, 0.25, 0.25]);
  expect(parts.map(({ usual }) => usual)).toEqual([3, undefined, undefined]);
  expect(total).toBe(-1);
});

test.each([
  [2.86, '+2.9'],
  [-0.44, '−0.4'],
  [-0.04, '0.0'],
])('%s is written %s', (value, text) => {
  expect(signed(value)).toBe(text);
});
