import type { Estimate, Figures, Rate } from '../figures';
import type { Evaluation, WindowPicture } from '../records';
import { acerLine } from './acer';
import { detPlot } from './detPlot';
import {
  failuresTable,
  operatingPointsTable,
  slicesTable,
  speciesTable,
  systemsTable,
  verdictsTable,
} from './figureTables';
import { judgedWindows } from './groups';
import { histograms } from './histograms';
import { markup, type Content, type Markup } from './markup';
import { bounds, counted, count, decimal, percent } from './numbers';
import { style } from './style';
import { measurementsNotBeaten, operatingPoint, productAt, systemsAt, worstOf } from './systems';
import { worstGallery } from './worstGallery';

/**
 * The report as one HTML file that needs no other, no script and no network. The policy in its head sees to it: nothing
 * in the file can load, run or send anything.
 *
 * @param pictures of the windows that `worstWindows` names, by `pictureKey`; those that are missing are left out
 * @param options.protocol name of a paper's protocol that the clips follow: adds the ACER
 */
export function reportHtml(
  evaluation: Evaluation,
  figures: Figures,
  pictures: ReadonlyMap<string, WindowPicture>,
  { protocol }: { protocol?: string } = {},
): string {
  const { provenance } = evaluation;
  const threshold =
    operatingPoint(productAt('window', figures), 'shipped')?.threshold ?? provenance.model.liveProbability;
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
${section('What was measured', measured(evaluation))}
${section('Systems', [
  systemsTable('window', evaluation, figures),
  systemsTable('clip', evaluation, figures),
  systemsTable('subject', evaluation, figures),
  optimistic,
])}
${section('Errors of the product', [
  speciesTable(evaluation, figures),
  operatingPointsTable(evaluation, figures),
  protocol === undefined ? undefined : markup`<p>${acerLine(protocol, figures)}.</p>`,
])}
${section('Verdicts', [
  verdictsTable(evaluation, figures),
  markup`<p class="quiet">A clip without an answer counts as non-response and as no error.</p>`,
])}
${section('Detection error trade-off, over windows', detPlot(systemsAt('window', evaluation, figures), provenance))}
${section('Probabilities, over windows', [
  markup`<p class="quiet">Calibrated probability of bona fide. A bar is the share of the group's windows, on the same scale for all.</p>`,
  histograms(evaluation, threshold),
])}
${slices && section('Slices', slices)}
${worstGallery(evaluation, pictures)}
${failures && section('Clips that failed', failures)}
${section('Words', words)}
</main>
</body>
</html>
`.text;
}

function section(heading: string, content: Content): Markup {
  return markup`<section><h2>${heading}</h2>\n${content}</section>`;
}

/** The two figures that count, and on how much they rest. */
function headline({ records }: Evaluation, figures: Figures): Markup {
  const shipped = operatingPoint(productAt('window', figures), 'shipped');
  const worst = worstOf(shipped);
  const live = records.filter(({ clip }) => clip.label === 'live');
  const subjects = new Set(records.map(({ clip }) => clip.subject)).size;
  const windows = records.reduce((sum, record) => sum + judgedWindows(record).length, 0);
  return markup`<dl class="headline">
${tile(
  worst ? `Attacks accepted: APCER of the worst species, ${worst.species}` : 'Attacks accepted: APCER',
  worst?.rate,
  shipped?.worstApcerInterval,
)}${tile('Bona fide rejected: BPCER', shipped?.bpcer, shipped?.bpcerInterval)}</dl>
<p class="quiet">Over windows at the shipped threshold${shipped ? ` of ${decimal(shipped.threshold)}` : ''}, in square brackets 95 % bounds. Measured on ${counted(subjects, 'subject')}, ${counted(records.length, 'clip')} (${live.length} bona fide, ${counted(records.length - live.length, 'attack')}) and ${counted(windows, 'window')}.</p>
`;
}

function tile(name: string, rate: Rate | undefined, overSubjects: Estimate | undefined): Markup {
  const trials =
    rate?.rate === undefined ? 'no windows to tell from' : `${count(rate)} windows ${bounds(rate)}`;
  const interval = bounds(overSubjects ?? {});
  return markup`<div><dt>${name}</dt><dd class="rate">${percent(rate?.rate)}</dd><dd>${trials}</dd>${
    interval === '' ? undefined : markup`<dd class="quiet">resampled over subjects ${interval}</dd>`
  }</div>
`;
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
    ['Windows', `${cadence.frames} frames, ${cadence.intervalMilliseconds} ms apart`],
    ['Input', inputs[input]],
  ];
  return markup`<dl class="facts">\n${facts.map(([name, fact]) => markup`<dt>${name}</dt><dd>${fact}</dd>\n`)}</dl>\n`;
}

const inputs: Record<Evaluation['provenance']['input'], string> = {
  frames: 'whole frames, through the face detector and the quality gate as in use',
  crops:
    'face crops, not whole frames: they lack the surroundings, so the appearance branch sees that crop alone, and ' +
    'figures for whole frames may differ',
};

const optimistic = markup`<p class="quiet">Thresholds called “BPCER x %” are found on these very samples, so the figures at them are optimistic. The shipped threshold was fixed before.</p>
`;

const words = markup`<dl class="facts">
<dt>PAI species</dt><dd>Kind of presentation attack instrument: print, replay, ... (ISO/IEC 30107-3)</dd>
<dt>APCER</dt><dd>Attack presentation classification error rate: share of the attacks of one species that are accepted. Never averaged over species; the worst counts.</dd>
<dt>BPCER</dt><dd>Bona fide presentation classification error rate: share of bona fide that are rejected.</dd>
<dt>Non-response</dt><dd>Share of clips on which there is no answer, for attacks (APNRR) and bona fide (BPNRR) apart.</dd>
<dt>Bounds</dt><dd>95 %, Clopper-Pearson, as if all trials were independent. Windows of one clip are not: the intervals over subjects, found by resampling them, tell how much another choice of people could change.</dd>
<dt>AUC</dt><dd>Probability that a bona fide scores higher than an attack; 0.5 is chance.</dd>
<dt>EER</dt><dd>Error rate at the threshold at which both errors are equal.</dd>
</dl>
`;
