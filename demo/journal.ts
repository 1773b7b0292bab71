import type { ErrorCode, LivenessEvent, Outcome, Verdict, WindowResult } from 'depthproof';

type State = 'idle' | 'loading' | 'running' | 'verdict' | 'error';

type BareWindow = Omit<WindowResult, 'depthMap'>;

/** The library's events, their windows without depth maps, and the error that ended a check. */
type JournalEvent =
  | Exclude<LivenessEvent, { type: 'window' | 'verdict' }>
  | { type: 'window'; window: BareWindow }
  | { type: 'verdict'; verdict: Omit<Verdict, 'windows'> & { windows: BareWindow[] } }
  | { type: 'error'; code: ErrorCode; message: string };

declare global {
  interface Window {
    depthproofDemo: { events: JournalEvent[] };
  }
}

/** Number of events that are kept. */
const kept = 200;

/**
 * Records what happens on the page where programs can read it: the state as `data-` attributes of the root element, and
 * the last events as `window.depthproofDemo.events`. The end-to-end tests wait for these rather than for texts, so that
 * texts can be reworded. style.css colours the page by them, and the developer tools show the library's events. Depth maps
 * are left out of the events, since those of 200 windows would fill the console.
 *
 * - `data-state`: idle, loading, running, verdict (one is shown; a continuous check goes on), error
 * - `data-outcome`: outcome of the verdict that is shown
 * - `data-error-code`: code of the last error; it stays when the page falls back to a clip after `CAMERA_ABSENT`
 * - `data-backend`: name of the backend, once it is chosen
 * - `data-hint`: the hint's code; absent when all is well
 */
export class Journal {
  readonly #data = document.documentElement.dataset;

  constructor() {
    window.depthproofDemo = { events: [] };
    this.state = 'idle';
  }

  set state(state: State) {
    this.#data.state = state;
    if (state === 'idle') delete this.#data.hint;
  }

  get state(): State {
    return this.#data.state as State;
  }

  event(event: LivenessEvent): void {
    this.#keep(withoutDepthMaps(event));
    switch (event.type) {
      case 'ready':
        this.#data.backend = event.backend.name;
        this.state = 'running';
        break;
      case 'rebuilt':
        this.#data.backend = event.backend.name;
        break;
      case 'guidance':
        if (event.hint) this.#data.hint = event.hint.code;
        else delete this.#data.hint;
        break;
      case 'verdict':
        this.#data.outcome = event.verdict.outcome;
        this.state = 'verdict';
        break;
      case 'progress':
      case 'window':
    }
  }

  /** Notes the outcome that a link tells; no check has run. */
  tell(outcome: Outcome): void {
    this.#data.outcome = outcome;
  }

  error(code: ErrorCode, message: string): void {
    this.#keep({ type: 'error', code, message });
    this.#data.errorCode = code;
    this.state = 'error';
  }

  /** Removes the entries of the previous check. */
  clear(): void {
    for (const name of ['outcome', 'errorCode', 'backend', 'hint']) delete this.#data[name];
  }

  #keep(event: JournalEvent): void {
    const { events } = window.depthproofDemo;
    events.push(event);
    if (events.length > kept) events.shift();
  }
}

function withoutDepthMaps(event: LivenessEvent): JournalEvent {
  if (event.type === 'window') return { ...event, window: bare(event.window) };
  if (event.type !== 'verdict') return event;
  return { ...event, verdict: { ...event.verdict, windows: event.verdict.windows.map(bare) } };
}

function bare(window: WindowResult): BareWindow {
  const copy: Partial<WindowResult> & BareWindow = { ...window };
  delete copy.depthMap;
  return copy;
}
