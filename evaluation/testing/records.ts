/** Fixtures: samples and records for the tests. */
import type { EvidenceRules } from '../../src/model/manifest';
import { mulberry32 } from '../metrics/mulberry32';
import type { Attack, BonaFide, Sample } from '../metrics/sample';
import type { Clip, ClipRecord, Evaluation, FrameRecord, VerdictRecord } from '../records';

export function live(score: number, subject = 'anna'): BonaFide {
  return { label: 'live', score, subject };
}

export function attack(score: number, species = 'print', subject = 'anna'): Attack {
  return { label: 'attack', score, species, subject };
}

/** Returns samples whose scores overlap and tie: two decimals, bona fide 0.2 higher on average. */
export function randomSamples(count: number, subjects: number, seed = 1): Sample[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => {
    const subject = `subject ${Math.floor(random() * subjects)}`;
    const score = Math.round(random() * 80) / 100;
    if (random() < 0.5) return live(score + 0.2, subject);
    return attack(score, random() < 0.5 ? 'print' : 'replay', subject);
  });
}

/** Returns the record of a clip without frames and windows; `id` is its subject, too. */
export function clipRecord(
  clip: Pick<Clip, 'id' | 'label'> & Partial<Clip>,
  rest: Partial<ClipRecord> = {},
): ClipRecord {
  return {
    clip: { file: clip.id, subject: clip.id, slices: {}, ...clip },
    width: 640,
    height: 480,
    frames: [],
    windows: [],
    ...rest,
  };
}

/** Returns the record of a clip with windows of one frame and these probabilities. */
export function scoredClip(
  clip: Pick<Clip, 'id' | 'label'> & Partial<Clip>,
  probabilities: readonly number[],
  outcome: VerdictRecord['outcome'] = 'inconclusive',
): ClipRecord {
  return clipRecord(clip, {
    frames: probabilities.map((_, index) => frame({ time: index * 100 })),
    windows: probabilities.map((probability, index) => ({
      first: index,
      last: index,
      score: probability,
      probability,
      evidence: {},
    })),
    verdict: verdict(outcome),
  });
}

export function frame(what: Partial<FrameRecord> = {}): FrameRecord {
  return { time: 0, faces: 1, scores: {}, ...what };
}

export function verdict(outcome: VerdictRecord['outcome']): VerdictRecord {
  const ending = outcome === 'inconclusive' ? 'source-ended' : 'confident';
  const code = { live: 'nothing-against', spoof: 'small-signs', inconclusive: 'undecided' } as const;
  return { outcome, ending, reasons: [{ code: code[outcome], weight: 0 }] };
}

/** Rules of a model without a depth branch. */
export const rules: EvidenceRules = {
  bias: 0.3,
  texture: { weight: 0.5, screenAbove: 3, named: { below: 0, liveMedian: 5 } },
  surroundings: { weight: 0.25, named: { below: -9, liveMedian: 2 } },
  rigidity: { weight: 0.25, named: { below: -2, liveMedian: 0 } },
};

export function evaluationOf(
  records: ClipRecord[],
  systems: Evaluation['provenance']['systems'] = {},
): Evaluation {
  return {
    provenance: {
      product: 'depthproof',
      model: { id: 'model', sha256: '00', liveProbability: 0.95, spoofProbability: 0.05, evidence: rules },
      backend: { name: 'wasm' },
      cadence: { frames: 5, intervalMilliseconds: 100 },
      input: 'frames',
      systems,
    },
    records,
  };
}
