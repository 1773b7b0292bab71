import type { Estimate, Figures, OperatingPoint, Unit } from '../figures';
import { PRODUCT_THRESHOLD } from '../metrics/system';
import type { Evaluation, Provenance } from '../records';
import { groupsOf, outcomesOf } from './groups';
import { htmlTable, type Column } from './htmlTable';
import { markup, type Content, type Markup } from './markup';
import { absent, bounds, decimal, rateText } from './numbers';
import { cellsOf, kindOf, operatingPoint, productAt, systemColumns, systemsAt, worstText } from './systems';

const units: Unit[] = ['window', 'clip', 'subject'];

/** Returns the comparison of systems at one unit. */
export function systemsTable(unit: Unit, evaluation: Evaluation, figures: Figures): Markup | undefined {
  const columns = systemColumns.map((heading, index) => ({ heading, text: index === 0 }));
  const rows = systemsAt(unit, evaluation, figures).map((system): Content[] => {
    const [name = '', ...cells] = cellsOf(system, evaluation.provenance);
    return [[name, unit === 'window' ? about(system.system, evaluation.provenance) : undefined], ...cells];
  });
  return rows.length === 0 ? undefined : htmlTable(`Systems over ${unit}s`, columns, rows);
}

function about(system: string, provenance: Provenance): Content {
  if (kindOf(system, provenance) === 'product') return undefined;
  return markup`<span class="about">${provenance.systems[system]?.about}</span>`;
}

/** Returns the product's errors at probability 0.5: BPCER, and APCER of every species, at each unit. */
export function speciesTable(evaluation: Evaluation, figures: Figures): Markup | undefined {
  const columns = units.flatMap((unit) => {
    const point = operatingPoint(productAt(unit, figures), 'shipped');
    return point ? [{ heading: `Over ${unit}s`, point }] : [];
  });
  if (columns.length === 0) return undefined;
  const species = [...new Set(columns.flatMap(({ point }) => point.apcer.map((entry) => entry.species)))];
  const rates = (rate: (point: OperatingPoint) => string) => columns.map(({ point }) => rate(point));
  const intervals = (name: string, interval: (point: OperatingPoint) => Estimate): Content[][] => {
    const cells = rates((point) => bounds(interval(point)));
    return cells.every((cell) => cell === '') ? [] : [[name, ...cells.map((cell) => cell || absent)]];
  };
  return htmlTable(
    `${evaluation.provenance.product} at probability ${PRODUCT_THRESHOLD}`,
    [{ heading: 'Error', text: true }, ...columns],
    [
      ['BPCER', ...rates(({ bpcer }) => rateText(bpcer))],
      ...species.map((name): Content[] => [
        `APCER ${name}`,
        ...rates(({ apcer }) => {
          const found = apcer.find((entry) => entry.species === name);
          return found ? rateText(found.rate) : absent;
        }),
      ]),
      ...intervals('BPCER, interval over subjects', (point) => point.bpcerInterval),
      ...intervals('Worst APCER, interval over subjects', (point) => point.worstApcerInterval),
    ],
  );
}

/** Returns the product's errors over windows at every operating point. */
export function operatingPointsTable(evaluation: Evaluation, figures: Figures): Markup | undefined {
  const points = productAt('window', figures)?.operatingPoints ?? [];
  if (points.length === 0) return undefined;
  return htmlTable(
    `${evaluation.provenance.product} over windows at several thresholds`,
    [
      { heading: 'Operating point', text: true },
      { heading: 'Threshold' },
      { heading: 'BPCER' },
      { heading: 'APCER, worst species' },
    ],
    points.map((point) => [
      point.name === 'shipped' ? 'Fixed' : point.name,
      ...[decimal(point.threshold), rateText(point.bpcer), worstText(point)],
    ]),
  );
}

/** Returns the product's verdicts on clips, and the reasons for non-responses. */
export function verdictsTable(evaluation: Evaluation, { verdicts }: Figures): Markup {
  const columns: Column[] = [
    { heading: 'Clips', text: true },
    { heading: 'All' },
    { heading: 'Right' },
    { heading: 'Wrong' },
    { heading: 'Inconclusive' },
    { heading: 'Failed' },
    { heading: 'Error rate' },
    { heading: 'Non-response' },
    { heading: 'Reasons for non-response', text: true },
  ];
  const rows = groupsOf(evaluation).map(({ name, label, records }): Content[] => {
    const { right, wrong, inconclusive, failed } = outcomesOf(records);
    const error =
      label === 'live' ? verdicts.bpcer : verdicts.apcer.find(({ species }) => species === name)?.rate;
    const silent = verdicts.nonResponse.find(({ group }) => group === (label === 'live' ? 'live' : name));
    const reasons = Object.entries(silent?.reasons ?? {}).sort(([, a], [, b]) => b - a);
    return [
      name,
      ...[records.length, right, wrong, inconclusive, failed],
      error ? rateText(error) : absent,
      silent ? rateText(silent.rate) : absent,
      reasons.map(([reason, clips]) => `${reason} ${clips}`).join(', ') || absent,
    ];
  });
  return htmlTable('Verdicts over clips', columns, rows);
}

export function slicesTable({ slices }: Figures): Markup | undefined {
  if (slices.length === 0) return undefined;
  return htmlTable(
    `Slices, over windows at probability ${PRODUCT_THRESHOLD}`,
    [
      { heading: 'Slice', text: true },
      { heading: 'Bona fide' },
      { heading: 'Attacks' },
      { heading: 'BPCER' },
      { heading: 'Attacks accepted' },
      { heading: 'AUC, all species' },
    ],
    slices.map(({ column, value, live, attacks, bpcer, attacksAccepted, auc }) => [
      `${column} = ${value}`,
      ...[live, attacks, rateText(bpcer), rateText(attacksAccepted), decimal(auc)],
    ]),
  );
}

export function failuresTable({ records }: Evaluation): Markup | undefined {
  const failed = records.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return undefined;
  return htmlTable(
    'Clips that failed',
    [{ heading: 'Clip', text: true }, { heading: 'Row of the manifest' }, { heading: 'Error', text: true }],
    failed.map(({ clip, error }) => [clip.id, clip.row ?? absent, error]),
  );
}
