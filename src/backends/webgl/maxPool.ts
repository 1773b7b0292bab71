import { drawPlanes, fourPixels, type PlaneProgram } from './drawPlanes';
import type { Planes } from './planes';
import type { Renderer } from './renderer';

const PROGRAM: PlaneProgram = {
  name: 'maxPool',
  declarations: `
/** The maximum for the pixel moved by \`dx\` and \`dy\`; what lies outside of the map is dropped later. */
float maximum(sampler2D part, int dx, int dy) {
  ivec2 read = clamp(pixel + ivec2(dx, dy), ivec2(0), grid - 1);
  vec4 t = texelFetch(part, read + ivec2(0, group * grid.y), 0);
  return max(max(t.x, t.y), max(t.z, t.w));
}`,
  pixels: (part) => fourPixels((dx, dy) => `maximum(${part}, ${dx}, ${dy})`),
};

/**
 * Maxima over 2 x 2 pixels, of which a texel of a map without a border is one; an odd last row or column is left out.
 * Writes a map with a border.
 */
export function maxPool(renderer: Renderer, map: Planes): Planes {
  if (map.border !== 0) throw new RangeError('Only a map without a border is pooled.');
  return drawPlanes(renderer, PROGRAM, map, {
    width: Math.floor(map.width / 2),
    height: Math.floor(map.height / 2),
    groups: map.groups,
    border: 1,
  });
}
