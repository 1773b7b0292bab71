import { describe, expect, it } from 'vitest';
import { measurementNote } from './measurementNote';

describe('measurementNote', () => {
  it('says which side of the threshold is asked for', () => {
    expect(
      measurementNote({ code: 'too-far', measured: 0.1432, threshold: 0.18, unit: 'of the frame' }),
    ).toBe('0.14 of the frame; at least 0.18 is needed');
    expect(
      measurementNote({ code: 'too-close', measured: 0.81, threshold: 0.75, unit: 'of the frame' }),
    ).toBe('0.81 of the frame; at most 0.75 is allowed');
  });

  it('keeps counts whole and small numbers apart', () => {
    expect(measurementNote({ code: 'no-face', measured: 0, threshold: 1, unit: 'faces' })).toBe(
      '0 faces; at least 1 is needed',
    );
    expect(measurementNote({ code: 'blurred', measured: 0.00834, threshold: 0.01, unit: 'sharpness' })).toBe(
      '0.0083 sharpness; at least 0.010 is needed',
    );
    expect(measurementNote({ code: 'too-bright', measured: 231.27, threshold: 225, unit: 'luminance' })).toBe(
      '231 luminance; at most 225 is allowed',
    );
  });
});
