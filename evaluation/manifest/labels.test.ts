import { expect, it } from 'vitest';
import { labelOf } from './labels';

it.each([
  'live',
  'Live',
  ' LIVE ',
  'bona fide',
  'Bona Fide',
  'bona_fide',
  'bona-fide',
  'bonafide',
  'real',
  'Genuine',
])('"%s" is live', (word) => {
  expect(labelOf(word)).toBe('live');
});

it.each(['attack', 'ATTACK', 'spoof', 'Fake '])('"%s" is an attack', (word) => {
  expect(labelOf(word)).toBe('attack');
});

it.each(['', '1', 'alive', '_live', 'attacks', 'constructor'])('"%s" is neither', (word) => {
  expect(labelOf(word)).toBeUndefined();
});
