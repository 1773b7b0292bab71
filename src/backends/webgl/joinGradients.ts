import { drawPlanes, type PlaneProgram } from './drawPlanes';
import { otherBorder, type Planes } from './planes';
import type { Renderer } from './renderer';
import { WINDOW } from './window';

const PROGRAM: PlaneProgram = {
  name: 'joinGradients',
  declarations: `${WINDOW}
uniform int groups; // of the map that is read

vec4 joined(Taps t) {
  if (group < groups) return t.p4;
  return 0.125 * (group < 2 * groups ? horizontal(t) : vertical(t));
}`,
  prepare: `Reach reach = reachFour(at, -border, grid);
  int top = (group % groups) * grid.y;`,
  pixels: (part) => `joined(readFour(${part}, reach, top))`,
};

/**
 * A map joined by its Sobel responses (paper eq. 1): its planes, as many of the horizontal gradient, as many of the
 * vertical one. A frame's is made once, and read as that of the newer frame, then as that of the older.
 */
export function joinGradients(renderer: Renderer, map: Planes): Planes {
  const { width, height, groups } = map;
  return drawPlanes(
    renderer,
    PROGRAM,
    map,
    { width, height, groups: 3 * groups, border: otherBorder(map.border) },
    { groups: [groups] },
  );
}
