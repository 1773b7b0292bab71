import { drawPlanes, fourPixels, type PlaneProgram } from './drawPlanes';
import type { Planes } from './planes';
import type { Renderer } from './renderer';

const PROGRAM: PlaneProgram = {
  name: 'upsample',
  declarations: `
uniform ivec2 read; // width and height of the map that is read
uniform int readBorder;

float value(sampler2D part, int x, int y) {
  ivec2 p = ivec2(x, y) + readBorder;
  return texelFetch(part, p / 2 + ivec2(0, group * grid.y), 0)[2 * (p.y % 2) + p.x % 2];
}

float sampled(sampler2D part, int dx, int dy) {
  vec2 centre = (vec2(pixel + ivec2(dx, dy)) + 0.5) * vec2(read) / vec2(written.zw) - 0.5;
  vec2 position = clamp(centre, vec2(0.0), vec2(read - 1));
  ivec2 low = ivec2(position);
  ivec2 high = min(low + 1, read - 1);
  vec2 share = position - vec2(low);
  return mix(
    mix(value(part, low.x, low.y), value(part, high.x, low.y), share.x),
    mix(value(part, low.x, high.y), value(part, high.x, high.y), share.x), share.y);
}`,
  pixels: (part) => fourPixels((dx, dy) => `sampled(${part}, ${dx}, ${dy})`),
};

/** Bilinear with half-pixel centres, edges clamped. Writes a map with a border. */
export function upsample(renderer: Renderer, map: Planes, width: number, height: number): Planes {
  return drawPlanes(
    renderer,
    PROGRAM,
    map,
    { width, height, groups: map.groups, border: 1 },
    { read: [map.width, map.height], readBorder: [map.border] },
  );
}
