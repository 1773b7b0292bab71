import type { DetPoint, Estimate, OperatingPoint, SystemFigures, Unit } from '../figures';
import { bootstrap } from './bootstrap';
import { detCurve, thresholdAtBpcer } from './detCurve';
import { errorRatesAt, tally } from './errorRates';
import { rank } from './ranking';
import { auc, equalErrorRate, errorsAt, rocOf } from './roc';
import type { Sample } from './sample';

/** BPCERs at which APCER is compared, beside the threshold that is fixed beforehand. */
const BPCER_TARGETS = [
  { name: 'BPCER 1 %', target: 0.01 },
  { name: 'BPCER 3 %', target: 0.03 },
  { name: 'BPCER 10 %', target: 0.1 },
];

/**
 * Returns the figures of a system on its samples at one unit. The bootstrap keeps the thresholds that all samples give:
 * the intervals show how errors vary, not how the thresholds would.
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
  const levels = points.map(({ threshold }) => ranking.levels.filter((score) => score < threshold).length);
  const [aucEstimate = {}, eerEstimate = {}, ...errors] = bootstrap(ranking.subjects, (weights) => {
    const roc = rocOf(ranking, weights);
    return [auc(roc), equalErrorRate(roc), ...levels.flatMap((level) => errorsAt(roc, level))];
  });
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

/** Leaves out an interval that nothing supports. */
function supported(estimate: Estimate = {}, founded: boolean): Estimate {
  if (founded || estimate.value === undefined) return estimate;
  return { value: estimate.value };
}

/** Drawing a single subject again and again does not show how subjects differ. */
function areSeveral(samples: readonly Sample[]): boolean {
  return new Set(samples.map(({ subject }) => subject)).size > 1;
}

/** Draws that all agree, as without errors, bound nothing: other subjects may well err. */
function varies({ lower, upper }: Estimate = {}): boolean {
  return lower !== upper;
}
