import { describe, expect, it } from 'vitest';
import { colourOf } from './colourMap';

describe('colourOf', () => {
  it('starts at violet, ends at yellow and clamps', () => {
    expect(colourOf(0)).toEqual([0x44, 0x01, 0x54]);
    expect(colourOf(1)).toEqual([0xfd, 0xe7, 0x25]);
    expect(colourOf(-3)).toEqual(colourOf(0));
    expect(colourOf(7)).toEqual(colourOf(1));
  });

  it('grows lighter with every step, so that the picture reads in grey as well', () => {
    const lightness = Array.from({ length: 65 }, (_, step) => {
      const [red, green, blue] = colourOf(step / 64);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    for (const [index, value] of lightness.entries()) {
      expect(value).toBeGreaterThan(lightness[index - 1] ?? 0);
    }
  });

  it('meets matplotlib between two anchors', () => {
    // matplotlib.colormaps['viridis'](0.3125) * 255
    const [red, green, blue] = colourOf(0.3125);
    expect(Math.abs(red - 51)).toBeLessThanOrEqual(2);
    expect(Math.abs(green - 98)).toBeLessThanOrEqual(2);
    expect(Math.abs(blue - 141)).toBeLessThanOrEqual(2);
  });
});
