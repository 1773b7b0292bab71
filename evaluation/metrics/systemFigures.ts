import type { DetPoint, Estimate, OperatingPoint, SystemFigures, Unit } from '../figures';
import { auc } from './auc';
import { bootstrap } from './bootstrap';
import { detCurve, thresholdAtBpcer } from './detCurve';
import { equalErrorRate } from './equalErrorRate';
import { errorRatesAt } from './errorRates';
import { rank } from './ranking';
import { resampledErrors } from './resampledErrors';
import type { Sample } from './sample';
import { tally } from './tally';

/** What APCER is compared at, beside the threshold that is fixed beforehand. */
const BPCER_TARGETS = [
  { name: 'BPCER 1 %', target: 0.01 },
  { name: 'BPCER 3 %', target: 0.03 },
  { name: 'BPCER 10 %', target: 0.1 },
];

/**
 * How a system does on its samples at one unit. The thresholds of operating points are those of all samples in the
 * bootstrap too: their intervals say how errors vary, not how the thresholds would.
 *
 * @param fixed the system's own threshold, if it has one
 */
export function systemFigures(
  system: string,
  unit: Unit,
  samples: readonly Sample[],
  fixed: number | undefined,
): SystemFigures {
  const ranking = rank(samples);
  const det = detCurve(ranking);
  const points = thresholds(fixed, det);
  const errorsAt = resampledErrors(
    ranking,
    points.map(({ threshold }) => threshold),
  );
  const [aucEstimate = {}, eerEstimate = {}, ...errors] = bootstrap(ranking.subjects, (weights) => [
    auc(ranking, weights),
    equalErrorRate(ranking, weights),
    ...errorsAt(weights),
  ]);
  const live = samples.filter(({ label }) => label === 'live');
  const attacks = samples.filter((sample) => sample.label === 'attack');
  const severalLive = areSeveral(live);
  const severalEach = severalLive && areSeveral(attacks);
  return {
    system,
    unit,
    live: live.length,
    attacks: tally(attacks.map(({ species }) => species)),
    auc: supported(aucEstimate, severalEach),
    eer: supported(eerEstimate, severalEach),
    operatingPoints: points.map(({ name, threshold }, index): OperatingPoint => {
      const rates = errorRatesAt(samples, threshold);
      const worst = attacks.filter(({ species }) => species === rates.apcer[0]?.species);
      const [bpcer, worstApcer] = errors.slice(2 * index);
      return {
        name,
        threshold,
        ...rates,
        bpcerInterval: supported(bpcer, severalLive && varies(bpcer)),
        worstApcerInterval: supported(worstApcer, areSeveral(worst) && varies(worstApcer)),
      };
    }),
    det,
  };
}

function thresholds(
  fixed: number | undefined,
  det: readonly DetPoint[],
): { name: string; threshold: number }[] {
  return [
    { name: 'shipped', threshold: fixed },
    ...BPCER_TARGETS.map(({ name, target }) => ({ name, threshold: thresholdAtBpcer(det, target) })),
  ].flatMap(({ name, threshold }) => (threshold === undefined ? [] : [{ name, threshold }]));
}

/** Leaves an interval out that is not founded. */
function supported(estimate: Estimate = {}, founded: boolean): Estimate {
  if (founded || estimate.value === undefined) return estimate;
  return { value: estimate.value };
}

/** Drawing a single subject again and again does not show how subjects differ. */
function areSeveral(samples: readonly Sample[]): boolean {
  return new Set(samples.map(({ subject }) => subject)).size > 1;
}

/** Draws that all give the same, as where nobody errs, bound nothing: other subjects may well err. */
function varies({ lower, upper }: Estimate = {}): boolean {
  return lower !== upper;
}
