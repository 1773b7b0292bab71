import type { CropRule, DepthArchitecture, Model, TextureArchitecture } from '../../src/model/manifest';
import { TEXTURE_CLASSES } from '../../src/network/texture';

const FRAMES = 5;
const depth: DepthArchitecture = {
  size: 8,
  stem: 2,
  level: 3,
  wide: 4,
  depth_hidden: 2,
  reduced: 2,
  hidden: 2,
  classifier: 4,
  alpha: 0.6,
  beta: 0.8,
  ellipse: { x: 0.33, y: 0.38 },
};
const appearance: Model['architecture']['appearance'] = {
  stem: 3,
  bottlenecks: [
    { expansion: 1, channels: 2, stride: 1 },
    { expansion: 2, channels: 3, stride: 2 },
    { expansion: 2, channels: 3, stride: 1 },
  ],
};
const rigidity = { hidden: 3 };
const cut: CropRule = { size: 32, scale: 1.4, fit: 'cut', box: 'window', samples: 2, range: [-0.5, 0.5] };
const grown: CropRule = { size: 20, scale: 2.7, fit: 'shrink', box: 'frame', samples: 1, range: [0, 1] };
/** Side of the last map: each stage halves the crop's, and so does the stem. */
const LAST_SIDE = 3;
const texture: Record<string, TextureArchitecture> = {
  plain: {
    crop: 'near',
    share: 0.2,
    stem: 3,
    embedding: 6,
    stages: [
      { down: 5, channels: 4, hidden: [3, 2], squeezes: false },
      { down: 4, channels: 4, hidden: [2], squeezes: false },
    ],
  },
  squeezed: {
    crop: 'wide',
    share: 0.8,
    stem: 3,
    embedding: 6,
    stages: [
      { down: 5, channels: 4, hidden: [3, 2], squeezes: true },
      { down: 4, channels: 8, hidden: [2], squeezes: true },
    ],
  },
};

/**
 * A model with every branch of the network at toy widths, so that hundreds of frames run in seconds on a software GPU; its
 * weights are small and all alike.
 */
export function tinyModel(): { model: Model; weights: ArrayBuffer } {
  const entries = Object.entries(shapes()).map(([name, shape]) => ({
    name,
    shape,
    dtype: 'float32' as const,
  }));
  const count = entries.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  const model: Model = {
    format: 'depthproof-model/3',
    id: 'tiny',
    architecture: { frames: FRAMES, appearance, rigidity, texture, depth },
    frame: { longerSide: 64 },
    crops: { face: cut, context: { ...cut, scale: 3 }, near: grown, wide: { ...grown, scale: 4 } },
    cadence: { frames: FRAMES, intervalMilliseconds: 100 },
    evidence: {
      bias: 0.3,
      texture: { weight: 0.5, screenAbove: 3 },
      surroundings: { weight: 0.25, shape: { centre: -1, steeper: 4, atMost: 2 } },
      rigidity: { weight: 0.25 },
      steadiness: { weight: 0.5, shift: -1.4, most: 3 },
      depth: { weight: 1 },
    },
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

/** Names and TensorFlow.js shapes of all weights. */
function shapes(): Record<string, number[]> {
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
  const depthwise = (name: string, kernel: number, channels: number) => {
    result[`${name}.kernel`] = [kernel, kernel, channels, 1];
    result[`${name}.bias`] = [channels];
  };
  const slope = (name: string, channels: number) => {
    result[`${name}.slope`] = [channels];
  };
  const { level, wide, reduced, hidden } = depth;

  gradientBlock('backbone.stem', 3, depth.stem);
  for (const [name, inputs] of [
    ['low', depth.stem],
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
  gradientBlock('backbone.depth2', level, depth.depth_hidden);
  conv('backbone.depth3', 3, depth.depth_hidden, 1);
  for (const [name, inputs, states] of [
    ['gru1', level, hidden],
    ['gru2', hidden, 1],
  ] as const) {
    conv(`temporal.${name}.gates`, 3, inputs + states, 2 * states);
    conv(`temporal.${name}.candidate`, 3, inputs + states, states);
  }
  conv('appearance.stem', 3, 3, appearance.stem);
  let inputs = appearance.stem;
  appearance.bottlenecks.forEach(({ expansion, channels }, index) => {
    const name = `appearance.blocks.${index}`;
    const wide = expansion * inputs;
    if (expansion > 1) conv(`${name}.expand`, 1, inputs, wide);
    depthwise(`${name}.depthwise`, 3, wide);
    conv(`${name}.project`, 1, wide, channels);
    inputs = channels;
  });
  for (const [network, { stem, stages, embedding }] of Object.entries(texture)) {
    const name = `texture.${network}`;
    conv(`${name}.stem.0`, 3, 3, stem);
    slope(`${name}.stem.0`, stem);
    depthwise(`${name}.stem.1`, 3, stem);
    slope(`${name}.stem.1`, stem);
    let inputs = stem;
    stages.forEach(({ down, channels, hidden, squeezes }, stage) => {
      [down, ...hidden].forEach((wide, index) => {
        const block = `${name}.stages.${stage}.${index}`;
        conv(`${block}.expand`, 1, inputs, wide);
        slope(`${block}.expand`, wide);
        depthwise(`${block}.depthwise`, 3, wide);
        slope(`${block}.depthwise`, wide);
        conv(`${block}.project`, 1, wide, channels);
        inputs = channels;
      });
      if (!squeezes) return;
      const squeeze = `${name}.stages.${stage}.${hidden.length}.squeeze_excitation`;
      conv(`${squeeze}.squeeze`, 1, channels, channels / 4);
      conv(`${squeeze}.excite`, 1, channels / 4, channels);
    });
    conv(`${name}.widen`, 1, inputs, embedding);
    slope(`${name}.widen`, embedding);
    depthwise(`${name}.pool`, LAST_SIDE, embedding);
    dense(`${name}.classify`, embedding, TEXTURE_CLASSES.length);
  }
  dense('rigidity.hidden', 12, rigidity.hidden);
  result['rigidity.out.kernel'] = [rigidity.hidden, 1];
  dense('classifier.depth', depth.size ** 2, depth.classifier);
  dense('classifier.of_depth', depth.classifier, 1);
  dense('classifier.of_appearance', 4 * inputs, 1);
  return result;
}
