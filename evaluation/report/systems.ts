import type { Figures, OperatingPoint, SystemFigures, Unit } from '../figures';
import { PRODUCT, PRODUCT_THRESHOLD } from '../metrics/system';
import type { Evaluation, Provenance } from '../records';
import { absent, decimal, decimalText, rateText, shareText } from './numbers';

/** Operating point of the second comparison, beside the fixed threshold (`shipped`). */
const compared = 'BPCER 3 %';

/** Headings of the table of systems, see `cellsOf`. */
export const systemColumns = [
  'System',
  'AUC, all species',
  'EER, all species',
  'Attacks accepted, all species, fixed threshold',
  'APCER, worst species, fixed threshold',
  'BPCER, fixed threshold',
  `Attacks accepted, all species, at ${compared}`,
  `APCER, worst species, at ${compared}`,
] as const;

export const fixedThresholds =
  'The fixed threshold of another network is a score of 0.5, which is our choice. That of the product is probability ' +
  `${PRODUCT_THRESHOLD} of one window alone, where odds are even. The product decides nothing there: its verdicts ` +
  'combine windows, see verdicts.';

/** The product, another network, or a plain measurement (sharpness, brightness, ...) that has learned nothing. */
export type Kind = 'product' | 'network' | 'measurement';

const listed: Kind[] = ['product', 'network', 'measurement'];

/** Returns the kind of a system: one without a threshold is a plain measurement. */
export function kindOf(system: string, { systems }: Provenance): Kind {
  if (system === PRODUCT) return 'product';
  return systems[system]?.threshold === undefined ? 'measurement' : 'network';
}

export function nameOf(system: string, provenance: Provenance): string {
  return system === PRODUCT ? provenance.product : (provenance.systems[system]?.name ?? system);
}

/** Returns the systems at one unit: the product, other networks, and plain measurements last. */
export function systemsAt(unit: Unit, evaluation: Evaluation, figures: Figures): SystemFigures[] {
  const ofUnit = figures.systems.filter((system) => system.unit === unit);
  return listed.flatMap((kind) =>
    ofUnit.filter(({ system }) => kindOf(system, evaluation.provenance) === kind),
  );
}

/** Returns the product's figures at one unit, if there are any. */
export function productAt(unit: Unit, { systems }: Figures): SystemFigures | undefined {
  return systems.find((figures) => figures.system === PRODUCT && figures.unit === unit);
}

export function operatingPoint(system: SystemFigures | undefined, name: string): OperatingPoint | undefined {
  return system?.operatingPoints.find((point) => point.name === name);
}

/** Returns the species with the highest APCER of those that were tried. */
export function worstOf(point: OperatingPoint | undefined): OperatingPoint['apcer'][number] | undefined {
  return point?.apcer.find(({ rate }) => rate.rate !== undefined);
}

/** Returns one row of the table of systems, as text, in the order of `systemColumns`. */
export function cellsOf(figures: SystemFigures, provenance: Provenance): string[] {
  const shipped = operatingPoint(figures, 'shipped');
  const atBpcer = operatingPoint(figures, compared);
  return [
    nameOf(figures.system, provenance),
    decimalText(figures.auc),
    shareText(figures.eer),
    shipped ? rateText(shipped.attacksAccepted) : absent,
    worstText(shipped),
    shipped ? rateText(shipped.bpcer) : absent,
    atBpcer ? rateText(atBpcer.attacksAccepted) : absent,
    worstText(atBpcer),
  ];
}

/**
 * Returns `print 3.2 % (2/62, [0.4, 11.2])`. Where no species errs none is named: it would be the one with the fewest trials,
 * which says the least.
 */
export function worstText(point: OperatingPoint | undefined): string {
  const worst = worstOf(point);
  if (!worst) return absent;
  return worst.rate.errors === 0 ? '0.0 % of every species' : `${worst.species} ${rateText(worst.rate)}`;
}

/**
 * Returns a sentence for each plain measurement whose AUC over windows the product does not beat: then the clips differ in
 * something simpler than a face.
 */
export function measurementsNotBeaten(evaluation: Evaluation, figures: Figures): string[] {
  const { provenance } = evaluation;
  const product = productAt('window', figures)?.auc.value;
  if (product === undefined) return [];
  return systemsAt('window', evaluation, figures)
    .filter(({ system, auc }) => kindOf(system, provenance) === 'measurement' && (auc.value ?? 0) >= product)
    .map(
      ({ system, auc }) =>
        `${nameOf(system, provenance)}, which has no model, tells these attacks apart at least as well ` +
        `(AUC ${decimal(auc.value)}) as ${provenance.product} does (${decimal(product)}): on these clips ` +
        `${provenance.product} may be telling cameras apart, not attacks.`,
    );
}
