import { expect, it } from 'vitest';
import { fitting } from './fitting';

it('shrinks to the longer side, upright or not, and never enlarges', () => {
  expect(fitting({ width: 640, height: 480 }, 640)).toEqual({});
  expect(fitting({ width: 320, height: 240 }, 640)).toEqual({});
  expect(fitting({ width: 1920, height: 1080 }, 640)).toMatchObject({ resizeWidth: 640, resizeHeight: 360 });
  expect(fitting({ width: 720, height: 1280 }, 640)).toMatchObject({ resizeWidth: 360, resizeHeight: 640 });
});
