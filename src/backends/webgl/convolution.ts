import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { gridOf, type Border, type Planes } from './planes';
import type { Program, Renderer } from './renderer';
import { numbers, outputs, PLACE, WINDOW } from './window';

/**
 * What a convolution reads of some planes of a map:
 * - `point`: the pixel itself, by a 1 x 1 kernel
 * - `window`: by a 3 x 3 kernel
 * - `gradient`: by a 3 x 3 kernel, and the Sobel magnitude made of the same window by a tenth tap (paper eq. 2)
 * - `change`: by a 3 x 3 kernel, and less the same channel of a second map by another one (the temporal gradient)
 */
export interface Source {
  kind: 'point' | 'window' | 'gradient' | 'change';
  map: Planes;
  /** Of `change`. */
  second?: Planes;
  /** Planes in each part that are read, of all; default: all. */
  planes?: { first: number; count: number };
}

/**
 * What becomes of the sums:
 * - `gates` (paper eq. 3): R.H where the planes are those of R, U in those after; both are sigmoids
 * - `update`: H + U.(H~ - H), H~ = tanh of the sums; H has the border that is written
 */
export type Finish =
  | { kind: 'linear' | 'relu' }
  | { kind: 'gates'; state: Planes }
  | { kind: 'update'; state: Planes; gates: Planes };

export interface Convolution {
  sources: readonly Source[];
  finish: Finish;
  weights: WeightTexels;
  /** Textures and planes in each of them that are written. */
  parts: number;
  groups: number;
  border: Border;
}

/** Weights in the order in which the program meets them; see `packWeights`. */
export interface WeightTexels {
  texels: Tensor2D;
  /** Texels rows for each group of four output channels. */
  rows: number;
}

/**
 * activation(sum of the sources' convolutions + b), stride 1, zero padding; sources are joined by channels without a
 * joined map being stored. A fragment makes 2 x 2 pixels of four channels: for each input channel it fetches four texels
 * of the map (or nine, see `Planes`) and nine or ten of the weights for 144 or 160 multiply-adds, where TensorFlow.js
 * fetches one for every four.
 */
export function convolve(renderer: Renderer, convolution: Convolution): Planes {
  const { sources, finish, weights, parts, groups, border } = convolution;
  const [source] = sources;
  if (!source) throw new RangeError('A convolution has sources.');
  const { width, height } = source.map;
  const maps = mapsOf(convolution);
  const inputs = new Map<string, Tensor>([['weights', weights.texels]]);
  maps.forEach(({ parts: textures }, index) => {
    textures.forEach((texture, part) => inputs.set(sampler(index, part), texture));
  });
  const grid = gridOf(width, height, border);
  const uniforms: Record<string, number[]> = {
    written: [grid.columns, grid.rows, width, height],
    border: [border],
    weightRows: [weights.rows],
  };
  maps.forEach((map, index) => {
    const { columns, rows } = gridOf(width, height, map.border);
    uniforms[`grid${index}`] = [columns, rows];
  });
  sources.forEach(({ map, planes }, index) => {
    const { first, count } = planes ?? { first: 0, count: map.groups };
    uniforms[`range${index}`] = [first, first + count];
  });
  if ('state' in finish) uniforms['stateGroups'] = [finish.state.groups];
  const shape = [2 * grid.rows * groups, 2 * grid.columns];
  const textures = renderer.draw(
    program(convolution, maps),
    inputs,
    numbers(parts).map(() => ({ shape, packed: true })),
    uniforms,
  );
  return { parts: textures as Tensor2D[], width, height, groups, border };
}

/** The maps read, each once. */
function mapsOf({ sources, finish }: Convolution): Planes[] {
  const all = sources.flatMap(({ map, second }) => (second ? [map, second] : [map]));
  if ('state' in finish) all.push(finish.state);
  if ('gates' in finish) all.push(finish.gates);
  return [...new Set(all)];
}

const sampler = (map: number, part: number) => `map${map}_${part}`;

function program(convolution: Convolution, maps: readonly Planes[]): Program {
  const { sources, finish, parts, border } = convolution;
  const four = maps.map((map) => map.border !== border);
  const read = sources.map(({ kind, map, second }) => [
    kind,
    maps.indexOf(map),
    second ? maps.indexOf(second) : '',
  ]);
  const ends =
    'state' in finish
      ? [maps.indexOf(finish.state), 'gates' in finish ? maps.indexOf(finish.gates) : '']
      : [];
  return {
    key: `convolution ${JSON.stringify([maps.map((map, index) => [map.parts.length, four[index]]), read, finish.kind, ends, parts])}`,
    write: () =>
      [
        outputs(parts),
        PLACE,
        WINDOW,
        ...maps.flatMap((map, index) => declare(map, index)),
        'uniform sampler2D weights;',
        'uniform int weightRows;',
        ...sources.map((_, index) => `uniform ivec2 range${index};`),
        ...('state' in finish ? ['uniform int stateGroups;'] : []),
        multiplyAdd(parts),
        'void main() {',
        'place();',
        'int row = group * weightRows;',
        'vec4 bias = texelFetch(weights, ivec2(0, row), 0);',
        ...numbers(parts).map((part) => `sum${part} = vec4(bias.${'xyzw'.charAt(part)});`),
        'row++;',
        ...maps.map((_, index) => reach(index, four[index] === true)),
        ...sources.map((source, index) => sum(source, index, maps, four)),
        ...end(finish, maps, four, parts),
        '}',
      ].join('\n'),
  };
}

function declare(map: Planes, index: number): string[] {
  return [
    ...map.parts.map((_, part) => `uniform sampler2D ${sampler(index, part)};`),
    `uniform ivec2 grid${index};`,
  ];
}

function reach(index: number, four: boolean): string {
  return `Reach reach${index} = ${four ? `reachFour(at, -border, grid${index})` : `reachNine(at, grid${index})`};`;
}

/** Sums are named, not an array, which a driver might keep in memory. */
function multiplyAdd(parts: number): string {
  const all = numbers(parts);
  return `
${all.map((part) => `vec4 sum${part};`).join('\n')}

void multiplyAdd(vec4 pixels, int tap, int row) {
  vec4 w = texelFetch(weights, ivec2(tap, row), 0);
  ${all.map((part) => `sum${part} += w.${'xyzw'.charAt(part)} * pixels;`).join(' ')}
}

void multiplyAddTaps(Taps t, int row) {
  ${numbers(9)
    .map((tap) => `multiplyAdd(t.p${tap}, ${tap}, row);`)
    .join('\n  ')}
}
`;
}

function taps(map: number, part: number, four: boolean[], plane: string): string {
  return `${four[map] ? 'readFour' : 'readNine'}(${sampler(map, part)}, reach${map}, ${plane} * grid${map}.y)`;
}

/** The loop over a source's planes; its bounds are no constants, so that no driver unrolls it. */
function sum({ kind, map, second }: Source, index: number, maps: readonly Planes[], four: boolean[]): string {
  const at = maps.indexOf(map);
  const read = (which: number, part: number) => taps(which, part, four, 'plane');
  const body = map.parts.map((_, part) => {
    if (kind === 'point')
      return `multiplyAdd(texelFetch(${sampler(at, part)}, at + ivec2(0, plane * grid${at}.y), 0), 0, row++);`;
    const lines = [`Taps t = ${read(at, part)};`, 'multiplyAddTaps(t, row);'];
    if (kind === 'gradient') lines.push('multiplyAdd(magnitude(t), 9, row);');
    lines.push('row++;');
    if (kind === 'change' && second)
      lines.push(
        `Taps s = ${read(maps.indexOf(second), part)};`,
        `multiplyAddTaps(Taps(${numbers(9)
          .map((tap) => `t.p${tap} - s.p${tap}`)
          .join(', ')}), row++);`,
      );
    return `{ ${lines.join('\n')} }`;
  });
  return `for (int plane = range${index}.x; plane < range${index}.y; plane++) {\n${body.join('\n')}\n}`;
}

/** Bounded, for drivers that make these of exponentials that overflow. */
const SIGMOID = (value: string) => `(1.0 / (1.0 + exp(-clamp(${value}, -80.0, 80.0))))`;
const TANH = (value: string) => `tanh(clamp(${value}, -10.0, 10.0))`;

function end(finish: Finish, maps: readonly Planes[], four: boolean[], parts: number): string[] {
  const write = (value: (sum: string) => string) =>
    numbers(parts).map((part) => `out${part} = inside * ${value(`sum${part}`)};`);
  switch (finish.kind) {
    case 'linear':
      return write((value) => value);
    case 'relu':
      return write((value) => `max(${value}, 0.0)`);
    case 'gates': {
      const state = maps.indexOf(finish.state);
      return [
        ...write(SIGMOID),
        'if (group < stateGroups) {',
        ...numbers(parts).map((part) => `out${part} *= ${taps(state, part, four, 'group')}.p4;`),
        '}',
      ];
    }
    case 'update': {
      const state = maps.indexOf(finish.state);
      const gates = maps.indexOf(finish.gates);
      return numbers(parts).map(
        (part) => `{
  vec4 h = texelFetch(${sampler(state, part)}, at + ivec2(0, group * grid${state}.y), 0);
  vec4 u = ${taps(gates, part, four, '(stateGroups + group)')}.p4;
  out${part} = inside * (h + u * (${TANH(`sum${part}`)} - h));
}`,
      );
    }
  }
}
