import { ManifestError, type Problem } from '../../evaluation/manifest/problems';
import { counted } from '../../evaluation/report/numbers';
import { element } from '../element';
import { chosen, dropped, type GivenFile } from './dropped';
import { Journal } from './journal';
import { ProblemBox } from './problemBox';
import { ProgressView } from './progressView';
import { readGiven } from './readGiven';
import { ReportView } from './reportView';
import { isLabelled, lackOf, problemsOf } from './row';
import { RowTable } from './rowTable';
import { runRows } from './runRows';

const journal = new Journal();
const problems = new ProblemBox();
const progress = new ProgressView();
const report = new ReportView();
const clips = element('clips', HTMLFieldSetElement);
const listed = element('listed', HTMLElement);
const count = element('count', HTMLElement);
const notice = element('notice', HTMLElement);
const lack = element('lack', HTMLElement);
const rateRow = element('rate-row', HTMLElement);
const rate = element('rate', HTMLInputElement);
const labelRest = element('label-rest', HTMLElement);
const evaluateButton = element('evaluate', HTMLButtonElement);
const cancelButton = element('cancel', HTMLButtonElement);
const dropZone = element('drop', HTMLElement);

/** Ends the run; undefined between two runs. */
let running: AbortController | undefined;

const table = new RowTable(() => {
  const { rows } = table;
  const missing = rows.filter(({ label }) => !label).length;
  listed.hidden = rows.length === 0;
  count.textContent = `${counted(rows.length, 'clip')}${missing > 0 ? `, ${missing} without a label` : ''}`;
  labelRest.hidden = missing === 0;
  rateRow.hidden = rows.every(({ kind }) => kind === 'video');
  // Visitors cannot mend a hidden field.
  if (rateRow.hidden && !rate.validity.valid) rate.value = rate.defaultValue;
  lack.textContent = lackOf(rows) ?? '';
});

/** Adds the given files to the table. @param unreadable problems found before */
async function take(given: readonly GivenFile[], unreadable: readonly Problem[] = []): Promise<void> {
  if (refused()) return;
  problems.hide();
  journal.state('idle');
  notice.textContent = '';
  const wrong = [...unreadable];
  try {
    const { rows, note } = await readGiven(given);
    const repeated = rows.length - table.add(rows);
    const again =
      repeated === 0
        ? ''
        : `${repeated} of ${rows.length} ${repeated === 1 ? 'is' : 'are'} in the list already.`;
    notice.textContent = [note, again].filter(Boolean).join(' ');
  } catch (error) {
    if (error instanceof ManifestError) wrong.push(...error.problems);
    else wrong.push({ message: messageOf(error) });
  }
  if (wrong.length > 0) complain('These files cannot be used as they are', wrong);
}

/** Refuses to add files during a run, and says so. */
function refused(): boolean {
  if (running) notice.textContent = 'Nothing was added: the evaluation is still running.';
  return running !== undefined;
}

function complain(title: string, wrong: readonly Problem[]): void {
  journal.state('error');
  problems.show(title, wrong);
}

async function evaluate(): Promise<void> {
  if (running) return;
  problems.hide();
  notice.textContent = '';
  const wrong = problemsOf(table.rows);
  if (!rate.validity.valid)
    wrong.push({ message: `Numbered pictures per second: give a number from ${rate.min} to ${rate.max}.` });
  if (wrong.length > 0) {
    complain('Before this can be evaluated', wrong);
    return;
  }
  const rows = table.rows.filter(isLabelled);
  const started = performance.now();
  const mine = new AbortController();
  running = mine;
  journal.state('running');
  report.hide();
  clips.disabled = true;
  progress.start(rows.map(({ id }) => id));
  cancelButton.focus();
  let done = 0;
  try {
    const { provenance, results } = await runRows(rows, {
      pictureInterval: 1000 / rate.valueAsNumber,
      signal: mine.signal,
      onProgress: (clips, share) => {
        done = clips;
        progress.show(clips, share);
      },
    });
    await painted();
    mine.signal.throwIfAborted();
    const failed = results.flatMap(({ record: { clip, error } }) =>
      error === undefined ? [] : [{ file: clip.id, message: error }],
    );
    rest();
    if (failed.length === rows.length) {
      complain('No clip could be judged', failed);
      return;
    }
    const json = report.show(provenance, results, (performance.now() - started) / 1000);
    notice.textContent =
      failed.length === 0
        ? ''
        : `${failed.length} of ${rows.length} clips could not be judged; the report names them.`;
    element('report-title', HTMLElement).focus();
    journal.done(json);
  } catch (error) {
    rest();
    if (mine.signal.aborted) {
      notice.textContent = `Cancelled after ${done} of ${rows.length} clips. There is no report; the list is as it was.`;
      journal.state('idle');
      evaluateButton.focus();
    } else {
      complain('The evaluation failed', [{ message: messageOf(error) }]);
    }
  }
}

/** Returns the page to its state between two runs. */
function rest(): void {
  running = undefined;
  clips.disabled = false;
  progress.end();
}

/** Lets the browser draw the page before the figures block it for a moment. */
function painted(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

for (const id of ['choose-folder', 'choose-files']) {
  const input = element(id, HTMLInputElement);
  input.addEventListener('change', () => {
    const given = input.files ? chosen(input.files) : [];
    // The same choice again must count as a change, too.
    input.value = '';
    void take(given);
  });
}

document.addEventListener('dragover', (event) => {
  event.preventDefault();
  dropZone.toggleAttribute('data-over', !running);
});
for (const type of ['dragleave', 'drop']) {
  document.addEventListener(type, () => dropZone.removeAttribute('data-over'));
}
document.addEventListener('drop', (event) => {
  event.preventDefault();
  if (!event.dataTransfer || refused()) return;
  notice.textContent = 'Reading what was dropped…';
  void dropped(event.dataTransfer).then(({ files, problems: unreadable }) => take(files, unreadable));
});

element('clips-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void evaluate();
});
cancelButton.addEventListener('click', () => {
  running?.abort();
});
for (const label of ['live', 'attack'] as const) {
  element(`rest-${label}`, HTMLButtonElement).addEventListener('click', () => {
    table.labelTheRest(label);
    // The button that has the focus disappears with its row.
    evaluateButton.focus();
  });
}
element('remove-all', HTMLButtonElement).addEventListener('click', () => {
  table.clear();
  element('choose-files', HTMLElement).focus();
});
