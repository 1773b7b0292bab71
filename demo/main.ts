import { createLiveness, DepthproofError } from 'depthproof';
import type { LivenessEvent, LivenessOptions } from 'depthproof';
import { Announcer } from '../src/element/announcer';
import { texts } from '../src/element/texts/en';
import { Choices } from './choices';
import { DepthGallery } from './depthGallery';
import { drawScale } from './depthPicture';
import { element } from './element';
import { Journal } from './journal';
import { isClip, readParameters } from './parameters';
import type { Clip, Source } from './parameters';
import { Plot } from './plot';
import { smallPrint } from './smallPrint';
import { Stage } from './stage';
import { Timings } from './timings';
import { VerdictBanner } from './verdictBanner';
import { explanation } from './verdictTexts';

const clipNames: { [clip in Clip]: string } = {
  live: 'a live face',
  print: 'a print',
  replay: 'a replay on a screen',
  'two-faces': 'two faces',
  'no-face': 'no face',
};

const { start: startsByItself, once, patience } = readParameters(location.search);
const journal = new Journal();
const stage = new Stage();
const banner = new VerdictBanner();
const gallery = new DepthGallery(element('depths', HTMLOListElement));
const plot = new Plot();
const timings = new Timings();
const hintHeard = new Announcer(element('heard-hint', HTMLElement));
const verdictHeard = new Announcer(element('heard-verdict', HTMLElement));
const button = element('start', HTMLButtonElement);
const hintLine = element('hint', HTMLElement);
const hintDetail = element('hint-detail', HTMLElement);
const notice = element('notice', HTMLElement);
const problem = element('problem', HTMLElement);
const problemCode = element('problem-code', HTMLElement);
const problemMessage = element('problem-message', HTMLElement);
const playClip = element('play-clip', HTMLButtonElement);

const choices = new Choices(() => {
  if (!check) return;
  // By arrow keys one passes sources that would ask for the camera or for a file: those wait to be started.
  if (choices.source === watched || isClip(choices.source)) begin();
  else stopped('Press Start to go on');
});
/** Ends the running check, loading or looking; undefined between two checks. */
let check: AbortController | undefined;
/** The source of the check that runs, or ran last. */
let watched: Source | undefined;
/** When frames were first looked at, by `performance.now()`. */
let readyAt = 0;

/** Starts afresh. */
function begin(): void {
  journal.clear();
  notice.textContent = '';
  void run();
}

/** Starts afresh from the problem's own buttons, which would take the focus along when they are hidden. */
function beginFromProblem(): void {
  // Who pressed it by hand stays where the picture is.
  button.focus({ preventScroll: true });
  begin();
}

/** Ends the check, if there is one; the camera's light goes out. */
function stop(): void {
  check?.abort();
  check = undefined;
}

/** Ends the check without another in its place. */
function stopped(text: string): void {
  stop();
  rest(text);
  journal.state = 'idle';
}

/** What the library is to watch, shown on the stage. */
function open(): LivenessOptions {
  const { source, file, deviceId } = choices;
  if (source === 'camera') return { source: { camera: { deviceId } }, preview: stage.show('Your camera') };
  const [label, url] =
    source === 'file'
      ? [file?.name ?? '', file?.url]
      : [`Clip: ${clipNames[source]}`, `clips/${source}.webm`];
  return { source: { video: stage.show(label, url) } };
}

/** Runs a check of what is chosen, in place of the one that may be running, and follows it to its end. */
async function run(): Promise<void> {
  problem.hidden = true;
  if (choices.source === 'file' && !choices.file) {
    stopped('Choose a file, or drop one on the page');
    choices.askForFile();
    return;
  }
  stop();
  watched = choices.source;
  for (const part of [banner, gallery, plot, timings]) part.clear();
  // The same verdict again is news of another check.
  verdictHeard.announce('');
  journal.state = 'loading';
  button.textContent = 'Stop';
  hint('Loading the network and checking it', 'This takes a few seconds');

  const startedAt = performance.now();
  const mine = new AbortController();
  check = mine;
  try {
    const limits = { decisionTimeout: patience, sessionTimeout: patience };
    const options = {
      ...open(),
      ...limits,
      backend: choices.backend,
      continuous: !once,
      signal: mine.signal,
    };
    for await (const event of await createLiveness(options)) {
      // A check that was stopped may still have had something to say.
      if (check !== mine) return;
      show(event, startedAt);
    }
    if (check === mine) end();
  } catch (error) {
    if (check === mine) fail(error);
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
      if (choices.source === 'camera') void choices.refreshCameras(stage.deviceId);
      break;
    case 'rebuilt':
      timings.rebuilt(event.backend, event.reason);
      break;
    case 'guidance':
      stage.face(event.face, event.frameWidth);
      if (event.hint) hint(texts[`hint-${event.hint.code}`], smallPrint(event.hint));
      else hint(texts.good, 'Nothing to improve');
      break;
    case 'progress':
      stage.progress(event.frames, event.of);
      break;
    case 'window':
      gallery.add(event.window);
      timings.window(event.window);
      plot.addWindow(sinceReady(now - event.window.latencyMilliseconds), event.window);
      break;
    case 'verdict':
      banner.show(event.verdict);
      plot.addVerdict(sinceReady(now), event.verdict.outcome);
      verdictHeard.announce(`${event.verdict.outcome}. ${explanation(event.verdict)}`);
  }
}

/** Seconds from the first frame that was looked at to a time by `performance.now()`. */
function sinceReady(time: number): number {
  return Math.max(0, time - readyAt) / 1000;
}

function hint(text: string, detail = ''): void {
  hintLine.textContent = text;
  hintDetail.textContent = detail;
  hintHeard.announce(text);
}

/** The check ended by itself. */
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
    void run();
    notice.textContent = 'No camera was found, so this is the bundled clip of a live face.';
    return;
  }
  problemCode.textContent = code;
  problemMessage.textContent = message;
  playClip.hidden = choices.source !== 'camera';
  problem.hidden = false;
  hintHeard.announce(message);
}

/** The page between two checks. */
function rest(text: string, detail = ''): void {
  check = undefined;
  button.textContent = 'Start';
  stage.rest();
  hint(text, detail);
}

button.addEventListener('click', () => {
  if (!check) {
    begin();
    return;
  }
  stopped('Stopped');
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

drawScale(element('scale', HTMLCanvasElement));
banner.clear();
timings.clear();
if (startsByItself) begin();
