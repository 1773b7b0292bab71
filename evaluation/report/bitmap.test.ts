import { describe, expect, it } from 'vitest';
import { colourOf } from './colourMap';
import { depthUrl } from './bitmap';

describe('depthUrl', () => {
  it('writes a BMP from the bottom up, rows padded to four bytes', () => {
    const url = depthUrl([0, 0.25, 0.5, 1]) ?? '';
    expect(url).toMatch(/^data:image\/bmp;base64,/);
    const bytes = Uint8Array.from(atob(url.split(',')[1] ?? ''), (character) => character.charCodeAt(0));
    expect(bytes).toHaveLength(54 + 2 * 8);
    expect(String.fromCharCode(...bytes.slice(0, 2))).toBe('BM');
    const pixel = (offset: number) => [...bytes.slice(offset, offset + 3)].reverse();
    expect([54, 57, 62, 65].map(pixel)).toEqual([0.5, 1, 0, 0.25].map((depth) => [...colourOf(depth)]));
  });

  it('draws squares only', () => {
    expect(depthUrl([])).toBeUndefined();
    expect(depthUrl([0, 1])).toBeUndefined();
  });
});
