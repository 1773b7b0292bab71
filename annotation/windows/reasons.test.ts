import { expect, it } from 'vitest';
import { whyNoWindow } from './reasons';

it.each([
  [{ lost: { 'no-face': 20 } }, 'there is no face in it'],
  [{ lost: { 'no-face': 3, 'too-dark': 17 } }, 'too-dark, 17 times in 20 frames'],
  [{ lost: { 'a mesh that does not fit': 4 } }, 'a mesh that does not fit, 4 times'],
  [{ lost: {} }, 'only 20 frames'],
])('says what %j was lost to', ({ lost }, reason) => {
  expect(whyNoWindow({ windows: 0, frames: 20, lost: lost })).toContain(reason);
});
