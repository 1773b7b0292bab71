import { describe, expect, it } from 'vitest';
import { defaultThresholds, chooseHint } from './guidance';
import type { HintCode, FrameMeasurements } from './guidance';

const good: FrameMeasurements = {
  faces: 1,
  secondFace: undefined,
  faceSize: 0.4,
  offset: 0.05,
  luminance: 120,
  contrast: undefined,
  detail: undefined,
  speed: 0.1,
  sharpness: 0.2,
};
const failing: Record<HintCode, Partial<FrameMeasurements>> = {
  covered: { faces: 0, contrast: 1 },
  'too-dark': { luminance: 20 },
  'no-face': { faces: 0 },
  'several-faces': { faces: 2, secondFace: 0.6 },
  'too-far': { faceSize: 0.1 },
  'too-close': { faceSize: 0.9 },
  'off-centre': { offset: 0.4 },
  'too-bright': { luminance: 250 },
  moving: { speed: 3 },
  blurred: { sharpness: 0.005 },
};
const urgency = Object.keys(failing) as HintCode[];
const better = { below: 1, above: -1 };

describe('chooseHint', () => {
  it('is silent when all is well', () => {
    expect(chooseHint(good)).toBeUndefined();
  });

  it.each([
    { faceSize: 0.18 },
    { faceSize: 0.75 },
    { offset: 0.25 },
    { luminance: 40 },
    { luminance: 225 },
    { faces: 2, secondFace: 0.3 },
  ])('accepts ordinary framing whatever hint was shown before: %o', (limit) => {
    for (const shown of [undefined, ...urgency])
      expect(chooseHint({ ...good, ...limit }, shown)).toBeUndefined();
  });

  it.each(urgency)('says %s with the value, the threshold and its unit', (code) => {
    const hint = chooseHint({ ...good, ...failing[code] });
    const row = defaultThresholds.find((threshold) => threshold.code === code);
    expect(hint).toEqual({
      code,
      measured: failing[code][row?.measure ?? 'faces'],
      threshold: row?.threshold,
      unit: row?.unit,
    });
  });

  it('says the most urgent of any two', () => {
    for (const [i, first] of urgency.entries()) {
      for (const second of urgency.slice(i + 1)) {
        const both = { ...good, ...failing[second], ...failing[first] };
        expect(chooseHint(both)?.code, `${first} before ${second}`).toBe(first);
      }
    }
  });

  it.each(defaultThresholds)(
    'keeps $code until it clears by a margin',
    ({ code, measure, fails, threshold, clears }) => {
      const between = { ...good, [measure]: (threshold + clears) / 2 };
      const cleared = { ...good, [measure]: clears };
      const failed = { ...good, [measure]: threshold - better[fails] * 0.001 };
      expect(chooseHint({ ...good, [measure]: threshold })).toBeUndefined();
      expect(chooseHint(failed)?.code).toBe(code);
      if (threshold !== clears) {
        expect((clears - threshold) * better[fails]).toBeGreaterThan(0);
        expect(chooseHint(between)).toBeUndefined();
        expect(chooseHint(between, code)).toMatchObject({ code, threshold: clears });
      }
      expect(chooseHint(cleared, code)).toBeUndefined();
    },
  );

  it('lets a more urgent hint replace the one shown', () => {
    expect(chooseHint({ ...good, luminance: 250, faces: 0 }, 'too-bright')?.code).toBe('no-face');
  });

  it('says of a frame without a face why there may be none', () => {
    expect(chooseHint({ ...good, faces: 0, luminance: 3, contrast: 0.5 })?.code).toBe('covered');
    expect(chooseHint({ ...good, faces: 0, luminance: 12, contrast: 6, detail: 3 })?.code).toBe('too-dark');
    expect(chooseHint({ ...good, faces: 0, luminance: 90, contrast: 12, detail: 3 })?.code).toBe('covered');
    expect(chooseHint({ ...good, faces: 0, luminance: 90, contrast: 40, detail: 9 })?.code).toBe('no-face');
  });

  it('gives no hint for what was not measured', () => {
    const unmeasured: FrameMeasurements = {
      faces: 1,
      secondFace: undefined,
      faceSize: undefined,
      offset: undefined,
      luminance: undefined,
      contrast: undefined,
      detail: undefined,
      speed: undefined,
      sharpness: undefined,
    };
    expect(chooseHint(unmeasured)).toBeUndefined();
  });
});
