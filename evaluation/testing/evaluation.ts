import { shownOf } from '../metrics/shown';
import type { Clip, ClipPictures, ClipRecord, Evaluation, ReasonRecord, VerdictRecord } from '../records';
import { rules, verdict } from './records';

const kinds = [
  { label: 'live', probability: 0.93, wrong: 0.3 },
  { label: 'attack', species: 'print', probability: 0.08, wrong: 0.7 },
  { label: 'attack', species: 'replay', probability: 0.15, wrong: 0.7 },
] as const;

/**
 * Returns an evaluation of 12 clips a kind with 16 windows each, three of each of four people. Wrong at probability 0.5 are
 * 5 bona fide windows of 192 and 12 replay windows of 192, all of one clip; one bona fide verdict and two replay verdicts
 * are wrong; two clips of each kind are inconclusive. Spoof verdicts name a screen's texture and what is around the face, in
 * frames of the second window.
 */
export function fixtureEvaluation(): Evaluation {
  const records = kinds.flatMap(({ label, probability, wrong, ...kind }, k) =>
    Array.from({ length: 12 }, (_, index) => {
      const id = `${label}/${'species' in kind ? kind.species : 'face'}-${index}.mp4`;
      const clip: Clip = {
        ...{ id, file: id, label, ...kind, subject: `person ${index % 4}` },
        slices: { camera: index % 2 === 0 ? 'laptop' : 'phone', light: 'office' },
        row: 2 + 12 * k + index,
      };
      const isReplay = 'species' in kind && kind.species === 'replay';
      const wrongWindows = isReplay ? (index === 0 ? 12 : 0) : Number(label === 'live' && index < 5);
      const isWrong = label === 'live' ? index === 1 : isReplay && index < 2;
      const outcome = index % 5 === 4 ? 'inconclusive' : (label === 'live') !== isWrong ? 'live' : 'spoof';
      return fixtureRecord(clip, outcome, (first) =>
        first < wrongWindows ? wrong : probability + 0.05 * wave(3 * index + first),
      );
    }),
  );
  return {
    provenance: {
      product: 'Depthproof 0.1.0',
      model: {
        ...{ id: 'depthproof-11', sha256: 'ab'.repeat(32), liveProbability: 0.7, spoofProbability: 0.2 },
        evidence: rules,
      },
      backend: { name: 'wasm' },
      cadence: { frames: 5, intervalMilliseconds: 100 },
      input: 'frames',
      systems: {
        sharpness: { name: 'Sharpness', about: 'Variance of the Laplacian over that of the luminance' },
        colour: { name: 'Saturation', about: 'Mean saturation of the face' },
        peer: { name: 'Another network', about: 'Scores single frames', threshold: 0.5 },
      },
    },
    records,
  };
}

/** @param probabilityAt probability of the window with this first frame */
export function fixtureRecord(
  clip: Clip,
  outcome: VerdictRecord['outcome'] = 'inconclusive',
  probabilityAt: (first: number) => number = () => 0.5,
): ClipRecord {
  const frames = Array.from({ length: 20 }, (_, index) => ({
    time: 100 * index,
    faces: 1,
    box: [10.123456, 20, 100, 120] as [number, number, number, number],
    scores: { sharpness: wave(index), peer: 0.5 * (probabilityAt(index) + wave(2 * index)), colour: -0.25 },
  }));
  const windows = Array.from({ length: 16 }, (_, first) => {
    const probability = probabilityAt(first);
    const evidence = { texture: 10 * probability - 5, surroundings: -3, rigidity: 0.5 };
    return { first, last: first + 4, score: 0.2 + 0.6 * probability, probability, evidence };
  });
  const reached = { ...verdict(outcome), probability: probabilityAt(0), milliseconds: 800 };
  const named = outcome === 'spoof' && { reasons: against };
  return { clip, width: 640, height: 480, frames, windows, verdict: { ...reached, ...named } };
}

const against: ReasonRecord[] = [
  { code: 'screen-texture', weight: 3.25, shown: { window: 1, frame: 2, part: [64, 32, 320, 240] } },
  { code: 'medium-around-face', weight: 1.5, shown: { window: 1, frame: 1, part: [0, 0, 640, 480] } },
];

/** Returns a picture for every frame that the report shows, and a depth map of every clip. */
export function fixturePictures({ records }: Evaluation): Map<string, ClipPictures> {
  const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAJmZmf///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
  const depth = Array.from({ length: 32 * 32 }, (_, index) =>
    Math.max(0, 1 - Math.hypot((index % 32) - 15.5, Math.floor(index / 32) - 12) / 16),
  );
  return new Map(
    records.map((record) => [
      record.clip.id,
      { frames: shownOf(record).frames.map((frame): [number, string] => [frame, pixel]), depth },
    ]),
  );
}

/** Repeatable, looks random enough, 0 to 1. */
function wave(seed: number): number {
  return 0.5 + 0.5 * Math.sin(12.9898 * seed + 78.233 * Math.cos(seed));
}
