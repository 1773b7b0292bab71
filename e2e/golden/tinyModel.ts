import type { Architecture, Model } from '../../src/model/manifest';

/** Every component of the network at toy widths, so that hundreds of frames run in seconds on a software GPU. */
const architecture: Architecture = {
  frames: 5,
  face_size: 32,
  context_size: 32,
  depth_size: 8,
  stem: 2,
  level: 3,
  wide: 4,
  depth_hidden: 2,
  reduced: 2,
  hidden: 2,
  appearance_stem: 3,
  appearance: [
    { expansion: 1, channels: 2, stride: 1 },
    { expansion: 2, channels: 3, stride: 2 },
    { expansion: 2, channels: 3, stride: 1 },
  ],
  classifier: 4,
  rigidity: 3,
  alpha: 0.6,
  beta: 0.8,
};

/** A model of that size with weights that are small and all alike. */
export function tinyModel(): { model: Model; weights: ArrayBuffer } {
  const entries = Object.entries(shapes(architecture)).map(([name, shape]) => ({
    name,
    shape,
    dtype: 'float32' as const,
  }));
  const count = entries.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  const model: Model = {
    format: 'depthproof-model/2',
    id: 'tiny',
    architecture,
    input: { colour: 'rgb', range: [-0.5, 0.5], resample: '' },
    frame: { longerSide: 64 },
    crop: { faceScale: 1.4, contextScale: 3 },
    cadence: { frames: architecture.frames, intervalMilliseconds: 100 },
    faceEllipse: { x: 0.33, y: 0.38 },
    decision: {
      calibration: { slope: 1, intercept: 0 },
      liveProbability: 0.95,
      spoofProbability: 0.05,
      correlation: 0.88,
      largestLogOdds: 4,
    },
    neverSeen: [],
    weightsManifest: [{ paths: [], weights: entries }],
    sha256: '',
  };
  return { model, weights: new Float32Array(count).fill(0.05).buffer };
}

/** Names and TensorFlow.js shapes of all weights of an architecture. */
function shapes(a: Architecture): Record<string, number[]> {
  const result: Record<string, number[]> = {};
  const conv = (name: string, kernel: number, inputs: number, outputs: number) => {
    result[`${name}.kernel`] = [kernel, kernel, inputs, outputs];
    result[`${name}.bias`] = [outputs];
  };
  const gradientBlock = (name: string, inputs: number, outputs: number) => {
    conv(`${name}.conv`, 3, inputs, outputs);
    result[`${name}.gradient.kernel`] = [1, 1, inputs, outputs];
  };
  const dense = (name: string, inputs: number, outputs: number) => {
    result[`${name}.kernel`] = [inputs, outputs];
    result[`${name}.bias`] = [outputs];
  };
  const { level, wide, reduced, hidden } = a;

  gradientBlock('backbone.stem', 3, a.stem);
  for (const [name, inputs] of [
    ['low', a.stem],
    ['middle', level],
    ['high', level],
  ] as const) {
    gradientBlock(`backbone.${name}.0`, inputs, level);
    gradientBlock(`backbone.${name}.1`, level, wide);
    gradientBlock(`backbone.${name}.2`, wide, level);
    conv(`temporal.reduce_${name}.conv`, 1, level, reduced);
    conv(`temporal.short_${name}.fuse.conv`, 3, 6 * reduced + (name === 'low' ? 0 : level), level);
  }
  gradientBlock('backbone.depth1', 3 * level, level);
  gradientBlock('backbone.depth2', level, a.depth_hidden);
  conv('backbone.depth3', 3, a.depth_hidden, 1);
  for (const [name, inputs, states] of [
    ['gru1', level, hidden],
    ['gru2', hidden, 1],
  ] as const) {
    conv(`temporal.${name}.gates`, 3, inputs + states, 2 * states);
    conv(`temporal.${name}.candidate`, 3, inputs + states, states);
  }
  conv('appearance.stem', 3, 3, a.appearance_stem);
  let inputs = a.appearance_stem;
  a.appearance.forEach(({ expansion, channels }, index) => {
    const name = `appearance.blocks.${index}`;
    const wide = expansion * inputs;
    if (expansion > 1) conv(`${name}.expand`, 1, inputs, wide);
    result[`${name}.depthwise.kernel`] = [3, 3, wide, 1];
    result[`${name}.depthwise.bias`] = [wide];
    conv(`${name}.project`, 1, wide, channels);
    inputs = channels;
  });
  dense('rigidity.hidden', 12, a.rigidity);
  result['rigidity.out.kernel'] = [a.rigidity, 1];
  dense('classifier.depth', a.depth_size ** 2, a.classifier);
  dense('classifier.join', a.classifier + 4 * inputs, 1);
  return result;
}
