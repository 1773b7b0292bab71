import { expect, it } from 'vitest';
import { readFace } from './manifestRow';

it.each(['100 200', '100,200', '100;200', ' 100 ,  200 ', '100; 200', '100\t200', '100.0 200'])(
  'reads the point "%s"',
  (text) => {
    expect(readFace(text)).toEqual({ x: 100, y: 200, width: 0, height: 0 });
  },
);

it.each(['-4 10 30.5 40', '-4,10,30.5,40', '-4; 10; 30.5; 40'])('reads the box "%s"', (text) => {
  expect(readFace(text)).toEqual({ x: -4, y: 10, width: 30.5, height: 40 });
});

it.each(['', '5', '1 2 3', '1 2 3 4 5', 'a b', '1,,2', '1 2 0 4', '1 2 3 -4', 'NaN 1', '1 2px', '(1, 2)'])(
  'finds "%s" malformed',
  (text) => {
    expect(readFace(text)).toBeUndefined();
  },
);
