import { createLiveness, DepthproofError, listCameras } from 'depthproof';
import type { LivenessEvent, LivenessOptions } from 'depthproof';
import { Announcer } from '../src/element/announcer';
import { texts } from '../src/element/texts/en';
import { showBelowStill, shownClips } from './bundledClips';
import { Choices } from './choices';
import { DepthGallery } from './depthGallery';
import { element } from './element';
import { EvidenceTable } from './evidenceTable';
import { Journal } from './journal';
import { measurementNote } from './measurementNote';
import { isClip, readParameters } from './parameters';
import type { Clip, Source } from './parameters';
import { readResult, writeResult } from './permalink';
import type { Result } from './permalink';
import { Plot } from './plot';
import { ReasonGallery } from './reasonGallery';
import { RecentFrames } from './recentFrames';
import { Stage, stillLabel } from './stage';
import { Timings } from './timings';
import { explanation, VerdictBanner } from './verdictBanner';

const clipNames: { [clip in Clip]: string } = {
  live: 'a live face',
  print: 'a print',
  replay: 'a replay on a screen',
  'two-faces': 'two faces',
  'no-face': 'no face',
};

const { source: givenSource, start: autoStart, once, patience } = readParameters(location.search);
const journal = new Journal();
const stage = new Stage();
const banner = new VerdictBanner();
const frames = new RecentFrames();
const reasons = new ReasonGallery(frames);
const evidence = new EvidenceTable();
const depths = new DepthGallery(frames);
const plot = new Plot();
const timings = new Timings();
const hintAnnouncer = new Announcer(element('announced-hint', HTMLElement));
const verdictAnnouncer = new Announcer(element('announced-verdict', HTMLElement));
const button = element('start', HTMLButtonElement);
const hintLine = element('hint', HTMLElement);
const hintDetail = element('hint-detail', HTMLElement);
const notice = element('notice', HTMLElement);
const problem = element('problem', HTMLElement);
const problemCode = element('problem-code', HTMLElement);
const problemMessage = element('problem-message', HTMLElement);
const playClip = element('play-clip', HTMLButtonElement);
const permalink = element('permalink', HTMLAnchorElement);
const permalinkNote = element('permalink-note', HTMLElement);

const choices = new Choices(() => {
  if (!check) {
    showStill();
    return;
  }
  // Arrow keys step through sources that would ask for the camera or for a file, so these wait for Start.
  if (choices.source === currentSource || isClip(choices.source)) begin();
  else stopAndRest('Press Start to go on');
});
/** Ends the running check; `undefined` while none runs. */
let check: AbortController | undefined;
/** The source of the check that runs, or ran last. */
let currentSource: Source | undefined;
/** When the first frame was analysed, by `performance.now()`. */
let readyAt = 0;

/** Starts a new check. */
function begin(): void {
  forget();
  void runCheck(!once);
}

/** Judges the clips that are shown side by side, one after the other, until the person does something else. */
async function judgeAll(): Promise<void> {
  for (const clip of shownClips) {
    forget();
    choices.source = clip;
    if (!(await runCheck(false))) return;
  }
}

/** Removes what the last check, or a link, left. */
function forget(): void {
  journal.clear();
  notice.textContent = '';
  permalink.hidden = true;
  permalinkNote.textContent = '';
}

function clear(): void {
  for (const part of [banner, reasons, evidence, depths, plot, timings]) part.clear();
}

/** Shows a still of the chosen source, or of the live clip where the source has none. */
function showStill(): void {
  const { source } = choices;
  if (isClip(source)) stage.preview(source, `Clip: ${clipNames[source]}`);
  else stage.preview('live', stillLabel);
}

/** Starts a new check from the error box, whose buttons would lose the focus when they are hidden. */
function beginFromProblem(): void {
  // The page must not scroll away from the video.
  button.focus({ preventScroll: true });
  begin();
}

/** Ends the check, if one runs, and turns the camera off. */
function stop(): void {
  check?.abort();
  check = undefined;
}

/** Ends the check and starts no other. */
function stopAndRest(text: string): void {
  stop();
  rest(text);
  journal.state = 'idle';
}

/** Puts the chosen source on the stage, and returns it as options of the library. */
function openSource(): LivenessOptions {
  const { source, file, deviceId } = choices;
  if (source === 'camera') {
    const preview = stage.show('Your camera');
    frames.watch(preview);
    return { source: { camera: { deviceId } }, preview };
  }
  const [label, url] =
    source === 'file'
      ? [file?.name ?? '', file?.url]
      : [`Clip: ${clipNames[source]}`, `clips/${source}.webm`];
  const video = stage.show(label, url);
  frames.watch(video);
  return { source: { video } };
}

/** Runs a check of the chosen source to its end. Replaces the running one. Returns whether it ended by itself, without an error. */
async function runCheck(continuous: boolean): Promise<boolean> {
  problem.hidden = true;
  if (choices.source === 'file' && !choices.file) {
    stopAndRest('Choose a file, or drop one on the page');
    choices.askForFile();
    return false;
  }
  stop();
  currentSource = choices.source;
  clear();
  // The address may still tell another result.
  history.replaceState(null, '', location.pathname + location.search);
  // The next verdict is announced even if it is the same.
  verdictAnnouncer.announce('');
  journal.state = 'loading';
  button.textContent = 'Stop';
  hint('Loading the network and checking it', 'This takes a few seconds');

  const startedAt = performance.now();
  const run = new AbortController();
  check = run;
  try {
    const options = {
      ...openSource(),
      sessionTimeout: patience,
      backend: choices.backend,
      continuous,
      signal: run.signal,
    };
    for await (const event of await createLiveness(options)) {
      // A stopped check may still have had an event to deliver.
      if (check !== run) return false;
      show(event, startedAt);
    }
    if (check !== run) return false;
    end();
    return true;
  } catch (error) {
    if (check === run) fail(error);
    return false;
  }
}

function show(event: LivenessEvent, startedAt: number): void {
  const now = performance.now();
  journal.event(event);
  switch (event.type) {
    case 'ready':
      readyAt = now;
      timings.ready(event.backend, event.model, now - startedAt);
      hint('Look ahead');
      plot.model = event.model;
      evidence.model = event.model;
      if (choices.source === 'camera') void choices.refreshCameras(stage.deviceId);
      break;
    case 'rebuilt':
      timings.rebuilt(event.backend, event.reason);
      break;
    case 'guidance':
      stage.turn = event.turn;
      frames.turn = event.turn;
      stage.face(event.face, event.frameWidth);
      reasons.frameWidth = event.frameWidth;
      depths.frameWidth = event.frameWidth;
      if (event.hint) hint(texts[`hint-${event.hint.code}`], measurementNote(event.hint));
      else hint(texts.good, 'Nothing to improve');
      break;
    case 'progress':
      stage.progress(event.frames, event.of);
      break;
    case 'window':
      frames.hold(event.window);
      evidence.add(event.window);
      depths.add(event.window);
      timings.window(event.window);
      plot.addWindow(sinceReady(now - event.window.latencyMilliseconds), event.window);
      break;
    case 'verdict':
      banner.show(event.verdict);
      reasons.show(event.verdict, stage.isMirrored);
      evidence.conclude(event.verdict.windows);
      plot.addVerdict(sinceReady(now), event.verdict.outcome);
      showBelowStill(choices.source, event.verdict);
      permalink.href = `${location.pathname}${writeResult(event.verdict, choices.source)}`;
      permalink.hidden = false;
      permalinkNote.textContent = '';
      verdictAnnouncer.announce(`${event.verdict.outcome}. ${explanation(event.verdict)}`);
  }
}

/** Converts a time of `performance.now()` to seconds since the first analysed frame. */
function sinceReady(time: number): number {
  return Math.max(0, time - readyAt) / 1000;
}

function hint(text: string, detail = ''): void {
  hintLine.textContent = text;
  hintDetail.textContent = detail;
  hintAnnouncer.announce(text);
}

/** Shows that the check ended by itself. */
function end(): void {
  rest('Done');
  if (journal.state !== 'verdict') journal.state = 'idle';
}

function fail(cause: unknown): void {
  const { code, message } =
    cause instanceof DepthproofError
      ? cause
      : new DepthproofError('ENGINE_FAILED', `Unexpected: ${String(cause)}`, { cause });
  rest('Stopped');
  journal.error(code, message);
  if (code === 'CAMERA_ABSENT') {
    choices.source = 'live';
    void runCheck(!once);
    notice.textContent = 'No camera was found, so this is the bundled clip of a live face.';
    return;
  }
  problemCode.textContent = code;
  problemMessage.textContent = message;
  playClip.hidden = choices.source !== 'camera';
  problem.hidden = false;
  hintAnnouncer.announce(message);
}

/** Shows the page without a running check. */
function rest(text: string): void {
  check = undefined;
  button.textContent = 'Start';
  stage.rest();
  hint(text);
}

button.addEventListener('click', () => {
  if (!check) {
    begin();
    return;
  }
  stopAndRest('Stopped');
});
element('try-again', HTMLButtonElement).addEventListener('click', beginFromProblem);
playClip.addEventListener('click', () => {
  choices.source = 'live';
  beginFromProblem();
});
element('show-face', HTMLInputElement).addEventListener('change', ({ currentTarget }) => {
  stage.showsFace = currentTarget instanceof HTMLInputElement && currentTarget.checked;
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  choices.file = file;
  begin();
});

element('judge-all', HTMLButtonElement).addEventListener('click', () => void judgeAll());
permalink.addEventListener('click', (event) => {
  // The check that may be running goes on.
  event.preventDefault();
  history.replaceState(null, '', permalink.href);
  void copy(permalink.href);
});

async function copy(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    permalinkNote.textContent = 'Copied';
  } catch {
    // It is refused, or there is no clipboard, as on a page without HTTPS.
    permalinkNote.textContent = 'It is in the address bar';
  }
}

/** Shows what a link says of a check elsewhere. */
function tell(result: Result): void {
  const source = isClip(result.source) ? clipNames[result.source] : `a ${result.source}`;
  journal.tell(result.outcome);
  banner.show(result);
  reasons.tell(result.reasons);
  notice.textContent = `This link reports a check of ${source}, by ${result.model} on ${result.backend}. Nothing was checked here, and anyone can write such a link.`;
}

clear();
const result = readResult(location.hash);
if (result) tell(result);
else if (autoStart) begin();
else void offerClip();
showStill();

addEventListener('hashchange', () => {
  const other = readResult(location.hash);
  if (!other) return;
  stopAndRest('Choose a source and press Start');
  problem.hidden = true;
  forget();
  clear();
  tell(other);
  showStill();
});

/** Chooses the live clip where the address names no source and there is no camera. */
async function offerClip(): Promise<void> {
  if (givenSource !== 'camera' || (await listCameras()).length > 0 || check) return;
  choices.source = 'live';
  showStill();
  hint('Press Start', 'There is no camera here, so a bundled clip will play');
}
