import { engine, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/base';
import { gridOf, partsOf, type Planes } from './planes';
import type { Renderer } from './renderer';
import { FIND_PLACE, numbers, outputs } from './window';

/** A tensor 1 x H x W x C, wherever TensorFlow.js has it, as a map with a border. */
export function fromTensor(renderer: Renderer, tensor: Tensor4D): Planes {
  const [, height, width, channels] = tensor.shape;
  const { parts, groups } = partsOf(channels);
  const border = 1;
  const grid = gridOf(width, height, border);
  const program: GPGPUProgram = {
    variableNames: ['x'],
    outputShape: [2 * grid.rows * groups, 2 * grid.columns],
    packedInputs: false,
    packedOutput: true,
    customUniforms: [
      { name: 'written', type: 'ivec4' },
      { name: 'border', type: 'int' },
      { name: 'part', type: 'int' },
    ],
    userCode: `${FIND_PLACE}
float value(int dx, int dy) {
  ivec2 p = clamp(pixel + ivec2(dx, dy), ivec2(0), written.zw - 1);
  return getX(0, p.y, p.x, min(${channels - 1}, ${parts} * group + part));
}

void main() {
  place();
  setOutput(inside * vec4(value(0, 0), value(1, 0), value(0, 1), value(1, 1)));
}`,
  };
  const made = numbers(parts).map((part) => {
    const uniforms = [[grid.columns, grid.rows, width, height], [border], [part]];
    const info = renderer.backend.compileAndRun(program, [tensor], 'float32', uniforms, true);
    return engine().makeTensorFromTensorInfo(info) as Tensor2D;
  });
  return { parts: made, width, height, groups, border };
}

/** A map's first `channels` as a tensor of TensorFlow.js, 1 x H x W x C. */
export function toTensor(renderer: Renderer, map: Planes, channels: number): Tensor4D {
  const { width, height } = map;
  const count = map.parts.length;
  const read = gridOf(width, height, map.border);
  const [tensor] = renderer.draw(
    { key: `toTensor ${count}`, write: () => write(count) },
    new Map(map.parts.map((part, index) => [`map${index}`, part])),
    [{ shape: [1, height, width, channels], packed: false }],
    { size: [width, channels, width * height * channels, map.border], grid: [read.columns, read.rows] },
  );
  return tensor as Tensor4D;
}

function write(count: number): string {
  return `${outputs(1)}
${numbers(count)
  .map((part) => `uniform sampler2D map${part};`)
  .join('\n')}
uniform ivec4 size; // width, channels, values, border
uniform ivec2 grid;
uniform int columns; // of the texture written, which has the values one after the other

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  int index = at.y * columns + at.x;
  int channel = index % size.y;
  int pixel = index / size.y;
  ivec2 p = ivec2(pixel % size.x, pixel / size.x) + size.w;
  ivec2 read = p / 2 + ivec2(0, channel / ${count} * grid.y);
  vec4 t;
  switch (channel % ${count}) {
    ${numbers(count)
      .map((part) => `case ${part}: t = texelFetch(map${part}, read, 0); break;`)
      .join('\n    ')}
  }
  float value = t[2 * (p.y % 2) + p.x % 2];
  out0 = vec4(index < size.z ? value : 0.0);
}`;
}
