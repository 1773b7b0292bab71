import type { Figures, OperatingPoint, Rate, SystemFigures, Unit } from '../figures';
import type { Clip, ClipRecord, Evaluation, WindowPicture } from '../records';
import { pictureKey, worstWindows } from './worstWindows';

/** An evaluation that nobody made, for tests: three clips a person and kind, and figures that are merely plausible. */
export function madeUpEvaluation(): Evaluation {
  const kinds = [
    { label: 'live', centre: 0.93 },
    { label: 'attack', species: 'print', centre: 0.08 },
    { label: 'attack', species: 'replay', centre: 0.25 },
  ] as const;
  const records = kinds.flatMap(({ centre, ...kind }, k) =>
    Array.from({ length: 12 }, (_, index) => {
      const id = `${kind.label}/${'species' in kind ? kind.species : 'face'}-${index}.mp4`;
      const clip: Clip = {
        id,
        file: id,
        ...kind,
        subject: `person ${index % 4}`,
        slices: { camera: index % 2 === 0 ? 'laptop' : 'phone', light: 'office' },
        row: 2 + 12 * k + index,
      };
      return madeUpRecord(clip, centre, index);
    }),
  );
  return {
    provenance: {
      product: 'Depthproof 0.1.0',
      model: { id: 'depthproof-9', sha256: 'ab'.repeat(32), liveProbability: 0.7, spoofProbability: 0.2 },
      backend: { name: 'wasm' },
      cadence: { frames: 5, intervalMilliseconds: 100 },
      input: 'frames',
      systems: {
        sharpness: { name: 'Sharpness', about: 'Variance of the Laplacian over that of the luminance' },
        colour: { name: 'Saturation', about: 'Mean saturation of the face' },
        peer: { name: 'Another network', about: 'Judges single frames', threshold: 0.5 },
      },
    },
    records,
  };
}

/** @param centre about where the clip's probabilities lie */
export function madeUpRecord(clip: Clip, centre: number, seed: number): ClipRecord {
  const frames = Array.from({ length: 20 }, (_, index) => ({
    time: 100 * index,
    faces: 1,
    box: [10.123456, 20, 100, 120] as [number, number, number, number],
    scores: { sharpness: wave(seed + index), peer: 0.5 * (centre + wave(2 * seed + index)), colour: -0.25 },
  }));
  const windows = Array.from({ length: 16 }, (_, first) => {
    const spread = (wave(3 * seed + first) - 0.5) ** 3 * 4;
    const probability = Math.min(0.999, Math.max(0.001, centre + spread));
    return { first, last: first + 4, score: 0.2 + 0.6 * probability, probability };
  });
  const outcome = seed % 5 === 4 ? 'inconclusive' : centre > 0.5 ? 'live' : 'spoof';
  const reason = outcome === 'inconclusive' ? 'source-ended' : 'confident';
  return {
    clip,
    width: 640,
    height: 480,
    frames,
    windows,
    verdict: { outcome, reason, probability: centre, milliseconds: 800 },
  };
}

/** Figures that fit `madeUpEvaluation` in kind, not in number. */
export function madeUpFigures(): Figures {
  const units: Unit[] = ['window', 'clip', 'subject'];
  const systems = ['depthproof', 'colour', 'sharpness', 'peer'].flatMap((system, index) =>
    units.map((unit) => madeUpSystem(system, unit, 0.98 - 0.12 * index)),
  );
  return {
    systems,
    verdicts: {
      bpcer: rate(1, 10),
      apcer: [
        { species: 'replay', rate: rate(2, 10) },
        { species: 'print', rate: rate(0, 10) },
      ],
      nonResponse: ['live', 'print', 'replay'].map((group) => ({
        group,
        rate: rate(2, 12),
        reasons: { blurred: 1, 'source-ended': 1 },
      })),
    },
    slices: ['laptop', 'phone'].map((value) => ({
      column: 'camera',
      value,
      live: 96,
      attacks: 192,
      bpcer: rate(3, 96),
      attacksAccepted: rate(7, 192),
      auc: 0.971,
    })),
  };
}

function madeUpSystem(system: string, unit: Unit, auc: number): SystemFigures {
  const shipped = point('shipped', 0.7, rate(5, 192), rate(12, 192));
  return {
    system,
    unit,
    live: 192,
    attacks: { print: 192, replay: 192 },
    auc: { value: auc, lower: auc - 0.04, upper: Math.min(1, auc + 0.02) },
    eer: { value: 1 - auc, lower: Math.max(0, 0.9 - auc), upper: 1.1 - auc },
    operatingPoints:
      system === 'depthproof' || system === 'peer'
        ? [
            shipped,
            point('BPCER 1 %', 0.6, rate(2, 192), rate(20, 192)),
            point('BPCER 3 %', 0.7, rate(5, 192), rate(12, 192)),
          ]
        : [point('BPCER 3 %', 0.12345, rate(5, 192), rate(90, 192))],
    det: Array.from({ length: 41 }, (_, index) => {
      const share = 10 ** (-3 + (3 * index) / 40);
      // A symmetric curve through the equal error rate.
      const bend = -Math.LN2 / Math.log(1 - auc);
      return { threshold: index / 40, bpcer: share, apcer: (1 - share ** bend) ** (1 / bend) };
    }),
  };
}

function point(name: string, threshold: number, bpcer: Rate, worst: Rate): OperatingPoint {
  return {
    name,
    threshold,
    bpcer,
    apcer: [
      { species: 'replay', rate: worst },
      { species: 'print', rate: rate(0, 192) },
    ],
    bpcerInterval: { value: bpcer.rate, lower: 0.005, upper: 0.06 },
    worstApcerInterval: { value: worst.rate, lower: 0.02, upper: 0.12 },
  };
}

function rate(errors: number, trials: number): Rate {
  const share = errors / trials;
  const margin = 2 * Math.sqrt((share + 0.02) / trials);
  return {
    errors,
    trials,
    rate: share,
    lower: Math.max(0, share - margin),
    upper: Math.min(1, share + margin),
  };
}

/** A picture for every window that the report wants. */
export function madeUpPictures(evaluation: Evaluation): Map<string, WindowPicture> {
  const { attacks, bonaFide } = worstWindows(evaluation);
  const pixel = 'data:image/gif;base64,R0lGODlhAQABAIAAAJmZmf///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';
  const depth = Array.from({ length: 32 * 32 }, (_, index) =>
    Math.max(0, 1 - Math.hypot((index % 32) - 15.5, Math.floor(index / 32) - 12) / 16),
  );
  return new Map(
    [...attacks, ...bonaFide].map(({ record, window }) => [
      pictureKey(record, window),
      { face: pixel, context: pixel, depth },
    ]),
  );
}

/** Repeatable, looks random enough, 0 to 1. */
function wave(seed: number): number {
  return 0.5 + 0.5 * Math.sin(12.9898 * seed + 78.233 * Math.cos(seed));
}
