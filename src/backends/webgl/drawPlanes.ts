import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gridOf, type Planes } from './planes';
import type { Renderer, Uniforms } from './renderer';
import { numbers, outputs, PLACE } from './window';

/** A program that makes a map of one other, part by part. */
export interface PlaneProgram {
  name: string;
  /** GLSL, which may use what `PLACE` finds and `grid`, the texels of a plane that is read. */
  declarations: string;
  /** GLSL that runs before the parts. */
  prepare?: string;
  /** GLSL of the four pixels made of the part whose sampler it is given. */
  pixels: (part: string) => string;
}

/** Draws a map of as many parts as `map` has, in the shape that `written` has. */
export function drawPlanes(
  renderer: Renderer,
  program: PlaneProgram,
  map: Planes,
  written: Omit<Planes, 'parts'>,
  uniforms: Uniforms = {},
): Planes {
  const { width, height, groups, border } = written;
  const grid = gridOf(width, height, border);
  const read = gridOf(map.width, map.height, map.border);
  const count = map.parts.length;
  const shape = [2 * grid.rows * groups, 2 * grid.columns];
  const parts = renderer.draw(
    { key: `${program.name} ${count}`, write: () => write(program, count) },
    new Map(map.parts.map((part, index) => [`part${index}`, part])),
    numbers(count).map(() => ({ shape, packed: true })),
    {
      ...uniforms,
      written: [grid.columns, grid.rows, width, height],
      border: [border],
      grid: [read.columns, read.rows],
    },
  );
  return { ...written, parts: parts as Tensor2D[] };
}

function write({ declarations, prepare = '', pixels }: PlaneProgram, count: number): string {
  return `${outputs(count)}
${PLACE}
${numbers(count)
  .map((part) => `uniform sampler2D part${part};`)
  .join('\n')}
uniform ivec2 grid;
${declarations}
void main() {
  place();
  ${prepare}
  ${numbers(count)
    .map((part) => `out${part} = inside * ${pixels(`part${part}`)};`)
    .join('\n  ')}
}`;
}

/** GLSL of a texel's four pixels by one of them, whose place in it `value` is given. */
export function fourPixels(value: (dx: number, dy: number) => string): string {
  return `vec4(${value(0, 0)}, ${value(1, 0)}, ${value(0, 1)}, ${value(1, 1)})`;
}
