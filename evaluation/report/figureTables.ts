import type { Estimate, Figures, OperatingPoint, Unit } from '../figures';
import type { ReasonCode } from '../../src/session/reasons';
import { PRODUCT_THRESHOLD } from '../metrics/system';
import { isConcluded } from '../metrics/verdictFigures';
import type { Evaluation, Provenance } from '../records';
import { groupsOf } from './groups';
import { htmlTable, type Column } from './htmlTable';
import { markup, type Content, type Markup } from './markup';
import { absent, bounds, decimal, rateText } from './numbers';
import { reasonSentences } from './reasonWords';
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
      ['Attacks accepted, all species', ...rates(({ attacksAccepted }) => rateText(attacksAccepted))],
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
      { heading: 'Attacks accepted, all species' },
      { heading: 'APCER, worst species' },
    ],
    points.map((point) => [
      point.name === 'shipped' ? 'Fixed' : point.name,
      ...[decimal(point.threshold), rateText(point.bpcer), rateText(point.attacksAccepted), worstText(point)],
    ]),
  );
}

/** Returns the product's verdicts on clips, and what kept it from an answer. */
export function verdictsTable({ verdicts }: Figures): Markup {
  const { bonaFide, attacks, species } = verdicts;
  const columns: Column[] = [
    { heading: 'Clips', text: true },
    { heading: 'All' },
    { heading: 'Let in' },
    { heading: 'Turned away' },
    { heading: 'No answer' },
    { heading: 'Errors among answers' },
    { heading: 'Why no answer', text: true },
  ];
  const groups = [bonaFide, attacks, ...species].filter(({ letIn }) => letIn.trials > 0);
  const rows = groups.map(({ group, letIn, turnedAway, noAnswer, errors, whyNoAnswer }): Content[] => {
    const reasons = Object.entries(whyNoAnswer).sort(([, a], [, b]) => b - a);
    return [
      ...[group, letIn.trials, rateText(letIn), rateText(turnedAway), rateText(noAnswer), rateText(errors)],
      reasons.map(([reason, clips]) => `${reason} ${clips}`).join(', ') || absent,
    ];
  });
  return htmlTable('Verdicts over clips', columns, rows);
}

/** Returns how many clips of each group have each first reason. */
export function reasonsTable(evaluation: Evaluation): Markup | undefined {
  const groups = groupsOf(evaluation).map(({ name, records }) => ({
    name,
    codes: records.filter(isConcluded).flatMap(({ verdict }) => verdict.reasons[0]?.code ?? []),
  }));
  const given = (Object.keys(reasonSentences) as ReasonCode[]).filter((code) =>
    groups.some(({ codes }) => codes.includes(code)),
  );
  if (given.length === 0) return undefined;
  return htmlTable(
    'First reasons of verdicts, clips',
    [{ heading: 'Reason', text: true }, ...groups.map(({ name }) => ({ heading: name }))],
    given.map((code) => [
      reasonSentences[code],
      ...groups.map(({ codes }) => codes.filter((other) => other === code).length),
    ]),
  );
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
