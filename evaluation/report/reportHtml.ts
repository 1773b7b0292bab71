import type { Figures, Rate } from '../figures';
import { countedWindows } from '../metrics/sample';
import { PRODUCT_THRESHOLD } from '../metrics/system';
import type { ClipPictures, ClipRecord, Evaluation } from '../records';
import { acerLine } from './acer';
import { clipGallery } from './clipGallery';
import { detPlot } from './detPlot';
import {
  failuresTable,
  operatingPointsTable,
  reasonsTable,
  slicesTable,
  speciesTable,
  systemsTable,
  verdictsTable,
} from './figureTables';
import { histograms } from './histograms';
import { markup, type Content, type Markup } from './markup';
import { bounds, counted, count, decimal, percent, rateText } from './numbers';
import { style } from './style';
import {
  fixedThresholds,
  measurementsNotBeaten,
  operatingPoint,
  productAt,
  systemsAt,
  worstOf,
  worstText,
} from './systems';
import { kindsOf } from './evidence';

/**
 * Returns the report as one HTML file that needs no other, no script and no network. The policy in its head ensures that:
 * nothing in the file can load, run or send anything.
 *
 * @param pictures of clips, by their ids; missing ones are left out
 * @param options.protocol name of a paper's protocol that the clips follow: adds the ACER
 */
export function reportHtml(
  evaluation: Evaluation,
  figures: Figures,
  pictures: ReadonlyMap<string, ClipPictures>,
  { protocol }: { protocol?: string | undefined } = {},
): string {
  const { provenance } = evaluation;
  const title = `${provenance.product}: presentation attack detection`;
  const slices = slicesTable(figures);
  const failures = failuresTable(evaluation);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${title}</h1>
${headline(evaluation, figures)}
${measurementsNotBeaten(evaluation, figures).map((sentence) => markup`<p class="warning">${sentence}</p>\n`)}</header>
<main>
${section('Verdicts', [
  verdictsTable(figures),
  markup`<p class="quiet">A clip without an answer is a non-response, not an error: bona fide people have to try again. Why: “source-ended”, the clip ended before its windows sufficed; “limit”, the check had no more windows or time; any other word is the most frequent objection of the face detector or the quality gate.</p>`,
  reasonsTable(evaluation),
])}
${section('What was measured', measured(evaluation))}
${section('Systems', [
  systemsTable('window', evaluation, figures),
  systemsTable('clip', evaluation, figures),
  systemsTable('subject', evaluation, figures),
  thresholds,
])}
${section('Errors of the product', [
  speciesTable(evaluation, figures),
  operatingPointsTable(evaluation, figures),
  protocol === undefined ? undefined : markup`<p>${acerLine(protocol, figures)}.</p>`,
])}
${section('Detection error trade-off, over windows', detPlot(systemsAt('window', evaluation, figures), provenance))}
${section('Probabilities, over windows', [
  markup`<p class="quiet">Probability of bona fide for one window alone, calibrated only if the model has a calibration. A bar is the share of the group's windows, on one scale for all groups.</p>`,
  histograms(evaluation),
])}
${slices && section('Slices', slices)}
${clipGallery(evaluation, pictures)}
${failures && section('Clips that failed', failures)}
${section('Terms', terms)}
</main>
</body>
</html>
`.text;
}

function section(heading: string, content: Content): Markup {
  return markup`<section><h2>${heading}</h2>\n${content}</section>`;
}

/** Returns what people and attackers experience, single windows below, and how much was measured. */
function headline({ records }: Evaluation, figures: Figures): Markup {
  const { bonaFide, attacks, species } = figures.verdicts;
  const [worst] = species;
  const point = operatingPoint(productAt('window', figures), 'shipped');
  return markup`<dl class="headline">
${tile('Bona fide let in', bonaFide.letIn, [
  ['Turned away', rateText(bonaFide.turnedAway)],
  ['No answer', rateText(bonaFide.noAnswer)],
  ['Single windows rejected (BPCER)', point && rateText(point.bpcer)],
  ['resampled over subjects', point && bounds(point.bpcerInterval)],
])}${tile('Attacks let in, all species', attacks.letIn, [
    ['Worst species', worst && worst.letIn.errors > 0 ? `${worst.group} ${rateText(worst.letIn)}` : undefined],
    ['Caught', rateText(attacks.turnedAway)],
    ['No answer', rateText(attacks.noAnswer)],
    ['Single windows accepted', point && rateText(point.attacksAccepted)],
    ['Worst species (APCER)', worstOf(point) && worstText(point)],
    ['resampled over subjects', point && bounds(point.worstApcerInterval)],
  ])}</dl>
<p class="quiet">Large figures: the product's verdicts on clips, which combine windows. Single windows: at probability ${PRODUCT_THRESHOLD}. Square brackets hold 95 % bounds. ${extent(records)}</p>
`;
}

/** @param facts those without a text are left out */
function tile(name: string, rate: Rate, facts: [name: string, text: string | undefined][]): Markup {
  return markup`<div><dt>${name}</dt><dd class="rate">${percent(rate.rate)}</dd><dd>${
    rate.trials === 0 ? 'no clips' : `${count(rate)} clips ${bounds(rate)}`
  }</dd>${facts.map(([fact, text]) => (text ? markup`<dd>${fact}: ${text}</dd>` : undefined))}</div>
`;
}

/** Returns how much was measured; clips that failed count nowhere else either. */
function extent(records: readonly ClipRecord[]): string {
  const judged = records.filter(({ error }) => error === undefined);
  const live = judged.filter(({ clip }) => clip.label === 'live').length;
  const attacks = counted(judged.length - live, 'attack');
  const windows = judged.reduce((sum, record) => sum + countedWindows(record).length, 0);
  const stated = judged.flatMap(({ clip }) => clip.subject ?? []);
  const subjects = stated.length > 0 ? `${counted(new Set(stated).size, 'subject')}, ` : '';
  const unstated = judged.length - stated.length;
  const failed = records.length - judged.length;
  return [
    `Measured on ${subjects}${counted(judged.length, 'clip')} (${live} bona fide, ${attacks}) and ${counted(windows, 'window')}`,
    unstated > 0 && `subjects not stated for ${counted(unstated, 'clip')}, each of which counts as one`,
    failed > 0 && `${counted(failed, 'more clip')} failed`,
  ]
    .filter(Boolean)
    .join('; ')
    .concat('.');
}

function measured({ provenance }: Evaluation): Markup {
  const { product, model, backend, cadence, input } = provenance;
  const facts: [string, string][] = [
    ['Product', product],
    ['Model', `${model.id}, SHA-256 ${model.sha256}`],
    [
      'Verdicts',
      `live from ${decimal(model.liveProbability)}, spoof up to ${decimal(model.spoofProbability)}`,
    ],
    ['Backend', [backend.name, backend.adapter].filter(Boolean).join(', ')],
    ['Evidence', kindsOf(provenance).map((kind) => `${model.evidence[kind]?.weight} × ${kind}`).join(', ')],
    ['Windows', `${cadence.frames} frames, ${cadence.intervalMilliseconds} ms apart`],
    ['Input', inputs[input]],
  ];
  return markup`<dl class="facts">\n${facts.map(([name, fact]) => markup`<dt>${name}</dt><dd>${fact}</dd>\n`)}</dl>\n`;
}

const inputs: Record<Evaluation['provenance']['input'], string> = {
  frames: 'whole frames, through the face detector and the quality gate as in use',
  crops:
    'face crops, not whole frames: they lack the surroundings, so every branch sees only the crop, and ' +
    'figures for whole frames may differ',
};

const thresholds = markup`<p class="quiet">${fixedThresholds} Over clips and subjects, the fixed thresholds apply to the mean of the windows. Thresholds called “BPCER x %” come from these very samples, so the figures at them are optimistic.</p>
`;

const terms = markup`<dl class="facts">
<dt>PAI species</dt><dd>Kind of presentation attack instrument: print, replay, ... (ISO/IEC 30107-3)</dd>
<dt>APCER</dt><dd>Attack presentation classification error rate: share of the attacks of one species that are accepted. It is never averaged over species; the worst counts.</dd>
<dt>BPCER</dt><dd>Bona fide presentation classification error rate: share of bona fide presentations that are rejected.</dd>
<dt>Non-response</dt><dd>A clip whose verdict is inconclusive. The share of such clips is APNRR among attacks and BPNRR among bona fide clips.</dd>
<dt>Bounds</dt><dd>95 %, Clopper-Pearson, as if all trials were independent. Windows of one clip are not: the intervals over subjects, found by resampling subjects, show how much the figures could change with other people. There is no such interval with fewer than two people, without stated subjects, or if all resamples agree. They agree where there is no error; other people may still cause errors.</dd>
<dt>AUC</dt><dd>Probability that a bona fide presentation scores higher than an attack, all species pooled; 0.5 is chance.</dd>
<dt>EER</dt><dd>Error rate at the threshold where both errors are equal, all species pooled. It need not lie on the DET curve, which is that of the worst species.</dd>
</dl>
`;
