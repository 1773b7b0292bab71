import { describe, expect, it } from 'vitest';
import type { Model } from '../model/manifest';
import { windowOutput } from './evidence';
import type { AnswerValues } from './answer';

const network = { stem: 1, embedding: 1, stages: [] };
const model: Pick<Model, 'architecture' | 'evidence'> = {
  architecture: {
    frames: 5,
    appearance: { stem: 1, bottlenecks: [] },
    rigidity: { hidden: 1 },
    texture: { v2: { ...network, crop: 'near', share: 0.2 }, v1se: { ...network, crop: 'wide', share: 0.8 } },
  },
  evidence: {
    bias: 0.3,
    texture: { weight: 0.5, screenAbove: 3 },
    surroundings: { weight: 0.25, shape: { centre: -1, steeper: 4, atMost: 2 } },
    rigidity: { weight: 0.25 },
    steadiness: { weight: 0.5, shift: -1.4, most: 3 },
  },
};

/** A window of two frames whose surroundings move by `shift`, as its logarithm. */
function outputOf(answer: Partial<AnswerValues> = {}, shift = -2, pace?: number) {
  const rigidity = { features: () => [0, shift], logOdds: () => 2 };
  const values: AnswerValues = {
    surroundings: Float32Array.of(1),
    moments: new Float32Array(),
    // Print, live and screen of both networks, frame after frame.
    logits: Float32Array.of(...[0, 4, 0, 0, 2, 0], ...[0, 4, 0, 0, 1, 0]),
    ...answer,
  };
  return windowOutput(values, rigidity, model, pace);
}

describe('the evidence of a window', () => {
  it('is the mean over frames of what the texture networks say by their shares', () => {
    const expected = 0.2 * 4 + 0.8 * 1.5 - Math.log(2);
    expect(outputOf().evidence.texture).toBeCloseTo(expected, 5);
  });

  it('has logits of any size', () => {
    const logits = Float32Array.of(...[900, 0, -900, 900, 0, -900]);
    expect(outputOf({ logits }).evidence.texture).toBeCloseTo(-900, 3);
  });

  it('tells which frame speaks most against, and how much more a screen than a print', () => {
    const logits = Float32Array.of(...[0, 4, 1, 0, 2, 1], ...[0, -4, 5, 0, -4, 5], ...[0, 4, 3, 0, 1, 3]);
    expect(outputOf({ logits }).texture).toEqual({ frame: 1, screen: expect.closeTo(3, 5) as number });
  });

  it('tells a screen by what it is more like than a print', () => {
    const logits = Float32Array.of(...[3, 0, 5, 1, 0, 5]);
    expect(outputOf({ logits }).texture?.screen).toBeCloseTo(0.2 * 2 + 0.8 * 4, 5);
  });

  it.each([
    [4, 2],
    [0.5, 1.5],
    [-1, 0],
    [-2, -5],
  ])(
    'counts surroundings of %f as %f: from the centre on, steeper below it, and no more than that',
    (said, counts) => {
      expect(outputOf({ surroundings: Float32Array.of(said) }).evidence.surroundings).toBeCloseTo(counts, 6);
    },
  );

  it.each([
    [-5, 0],
    [-1.4, 0],
    [-0.4, -1],
    [4, -3],
  ])('takes steadiness of a shift of e^%f as %f: it never speaks for bona fide', (shift, counts) => {
    expect(outputOf({}, shift).evidence.steadiness).toBeCloseTo(counts, 6);
  });

  it('measures steadiness in the same time whatever the pace of the frames', () => {
    expect(outputOf({}, -0.4 + Math.log(2), 2).evidence.steadiness).toBeCloseTo(-1, 6);
  });

  it('adds up by the weights of the model, and is the score where no depth counts', () => {
    const { evidence, logOdds, score, depthMap } = outputOf({}, -0.4);
    const { texture = NaN } = evidence;
    expect(logOdds).toBeCloseTo(0.3 + 0.5 * texture + 0.25 * 2 + 0.25 * 2 + 0.5 * -1, 6);
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 6);
    expect(depthMap).toBeUndefined();
  });

  it('has depth, which also counts in the score, where the network has a branch for it', () => {
    const features = { stem: 1, level: 1, wide: 1, depth_hidden: 1, reduced: 1, hidden: 1, classifier: 1 };
    const depth = { ...features, size: 2, alpha: 0.5, beta: 0.8, ellipse: { x: 0.5, y: 0.5 } };
    const output = windowOutput(
      {
        surroundings: Float32Array.of(0),
        moments: new Float32Array(),
        depth: Float32Array.of(1.5),
        depthMap: new Float32Array(4).fill(0.5),
      },
      { features: () => [0, -2], logOdds: () => 0 },
      {
        architecture: { ...model.architecture, texture: undefined, depth },
        evidence: { bias: 0, surroundings: { weight: 1 }, rigidity: { weight: 1 }, depth: { weight: 2 } },
      },
    );
    expect(output.evidence).toEqual({ surroundings: 0, rigidity: 0, depth: 1.5 });
    expect(output.logOdds).toBeCloseTo(3, 6);
    expect(output.score).toBeCloseTo(0.8 / (1 + Math.exp(-3)) + 0.2 * 0.5, 6);
  });

  describe('with a depth map of the first frame', () => {
    const channels = { low: 1, middle: 1, high: 1, joined: 1, hidden: 1 };
    const depthMap = { ...channels, size: 4, beta: 0.8, ellipse: { x: 0.3, y: 0.3 } };
    /** The corners lie outside the ellipse, which holds the four cells in the middle. */
    const relief = Float32Array.from({ length: 16 }, (_, cell) => ([5, 6, 9, 10].includes(cell) ? 1 : 9));
    const mapOutput = (surroundings: number) =>
      windowOutput(
        {
          ...{ surroundings: Float32Array.of(surroundings), moments: new Float32Array() },
          ...{ relief, reliefShift: Float32Array.of(0.5) },
        },
        { features: () => [0, -2], logOdds: () => 0 },
        {
          architecture: { ...model.architecture, texture: undefined, depthMap },
          evidence: { bias: 0.1, surroundings: { weight: 1 }, rigidity: { weight: 1 }, depth: { weight: 2 } },
        },
      );
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

    it('counts the mean log odds of the cells on the face, whatever the rest says', () => {
      expect(mapOutput(-4).evidence).toEqual({ surroundings: -4, rigidity: 0, depth: 1.5 });
      expect(mapOutput(-4).logOdds).toBeCloseTo(0.1 - 4 + 2 * 1.5, 6);
    });

    it.each([
      ['leaves the map as it was seen where the rest speaks for a live face', 3, 0],
      ['flattens the map by what the rest says against a live face', -4, -3.9],
    ])('%s', (_, surroundings, others) => {
      const { depthMap: map, logOdds, score } = mapOutput(surroundings);
      expect(map?.[0]).toBeCloseTo(sigmoid(9.5 + others), 6);
      expect(map?.[5]).toBeCloseTo(sigmoid(1.5 + others), 6);
      expect(score).toBeCloseTo(0.8 * sigmoid(logOdds) + 0.2 * sigmoid(1.5 + others), 6);
    });
  });
});
