import type { DetPoint, Estimate, OperatingPoint, SystemFigures, Unit } from '../figures';
import type { Label } from '../records';
import { auc } from './auc';
import { bootstrap } from './bootstrap';
import { detCurve, thresholdAtBpcer } from './detCurve';
import { equalErrorRate } from './equalErrorRate';
import { errorRatesAt } from './errorRates';
import { rank } from './ranking';
import { resampledErrors } from './resampledErrors';
import type { Sample } from './sample';
import { tally } from './tally';

/** What APCER is compared at, beside the threshold that is shipped. */
const BPCER_TARGETS = [
  { name: 'BPCER 1 %', target: 0.01 },
  { name: 'BPCER 3 %', target: 0.03 },
  { name: 'BPCER 10 %', target: 0.1 },
];

/**
 * How a system does on its samples at one unit. The thresholds of operating points are those of all samples in the
 * bootstrap too: their intervals say how errors vary, not how the thresholds would.
 *
 * @param shipped the system's own threshold, if it has one
 */
export function systemFigures(
  system: string,
  unit: Unit,
  samples: readonly Sample[],
  shipped: number | undefined,
): SystemFigures {
  const ranking = rank(samples);
  const det = detCurve(ranking);
  const points = thresholds(shipped, det);
  const errorsAt = resampledErrors(
    ranking,
    points.map(({ threshold }) => threshold),
  );
  const [aucEstimate = {}, eerEstimate = {}, ...errors] = bootstrap(ranking.subjects, (weights) => [
    auc(ranking, weights),
    equalErrorRate(ranking, weights),
    ...errorsAt(weights),
  ]);
  const severalLive = hasSeveralSubjects(samples, 'live');
  const severalAttacked = hasSeveralSubjects(samples, 'attack');
  return {
    system,
    unit,
    live: samples.filter(({ label }) => label === 'live').length,
    attacks: tally(samples.flatMap((sample) => (sample.label === 'attack' ? [sample.species] : []))),
    auc: supported(aucEstimate, severalLive && severalAttacked),
    eer: supported(eerEstimate, severalLive && severalAttacked),
    operatingPoints: points.map(({ name, threshold }, index): OperatingPoint => ({
      name,
      threshold,
      ...errorRatesAt(samples, threshold),
      bpcerInterval: supported(errors[2 * index], severalLive),
      worstApcerInterval: supported(errors[2 * index + 1], severalAttacked),
    })),
    det,
  };
}

function thresholds(
  shipped: number | undefined,
  det: readonly DetPoint[],
): { name: string; threshold: number }[] {
  return [
    { name: 'shipped', threshold: shipped },
    ...BPCER_TARGETS.map(({ name, target }) => ({ name, threshold: thresholdAtBpcer(det, target) })),
  ].flatMap(({ name, threshold }) => (threshold === undefined ? [] : [{ name, threshold }]));
}

/**
 * Leaves the interval out if there are not several subjects of each class that the statistic is about: drawing a
 * single one again and again does not show how subjects differ.
 */
function supported(estimate: Estimate = {}, severalSubjects: boolean): Estimate {
  if (severalSubjects || estimate.value === undefined) return estimate;
  return { value: estimate.value };
}

function hasSeveralSubjects(samples: readonly Sample[], wanted: Label): boolean {
  return new Set(samples.filter(({ label }) => label === wanted).map(({ subject }) => subject)).size > 1;
}
