import type * as depthproof from '../index';
import type { DepthproofError, ErrorCode } from '../errors';
import type { LivenessEvent, Verdict } from '../liveness/events';
import type { Hint } from '../quality/guidance';
import { missing } from '../support/check';
import { Announcer } from './announcer';
import { attributeNames, readSettings, type Settings } from './attributes';
import { build } from './build';
import { CameraView } from './cameraView';
import type { CheckEventDetails, CheckEventMap } from './events';
import { atStart, isRunning, step, type FlowInput } from './flow';
import { responseOf } from './response';
import { Screens, spoken } from './screens';
import { noHint, settle } from './steadyHint';
import { styleSheet } from './styles';
import { chooseLanguage, directionOf, english, loadTexts, type Language } from './texts';
import type { TextKey, Texts } from './texts/table';
import { wayOut } from './wayOut';

/** On a server there are no elements; the class can be imported there all the same. */
const Base = (globalThis as Partial<typeof globalThis>).HTMLElement ?? (class {} as typeof HTMLElement);

/** The one check that runs on this page: a second would fight for the camera and double the memory. */
let running: DepthproofCheck | undefined;

/**
 * `<depthproof-check>`: the whole check with its screens, for a login form. Form-associated: `name`, `required` and
 * `disabled` mean what they mean for an `<input>`, and the value is there after a live verdict only.
 */
export class DepthproofCheck extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes = [...attributeNames, 'lang', 'required', 'disabled'];

  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  readonly #card = build('div', { class: 'card', part: 'card', role: 'group' });
  readonly #place = build('div');
  readonly #heard = build('div', { class: 'heard', role: 'status' });
  readonly #bar = build('progress', { class: 'heard', max: '1' });
  readonly #announcer = new Announcer(this.#heard);
  readonly #view = new CameraView(() => {
    this.#picture();
  });
  readonly #screens = new Screens((key) => this.#words(key), this.#view, {
    start: () => void this.start(),
    cancel: () => {
      this.cancel();
    },
    choose: (deviceId) => void this.#choose(deviceId),
  });
  readonly #darkness = globalThis.matchMedia('(prefers-color-scheme: dark)');

  #settings: Settings = this.#readSettings();
  #flow = atStart;
  #language: Language = 'en';
  #loaded: Texts = english;
  #own: Partial<Texts> = {};
  #advice = noHint;
  /** Ends the running check; undefined between two checks. */
  #run: AbortController | undefined;
  #response = '';
  #verdict: Verdict | undefined;
  #expiry: ReturnType<typeof setTimeout> | undefined;
  #announced = false;
  #formDisabled = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
    this.#card.append(this.#place, this.#heard);
    this.#root.append(this.#card);
    for (const type of ['pointerenter', 'focusin']) {
      this.addEventListener(type, () => void loadLibrary().catch(() => undefined), { once: true });
    }
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !isRunning(this.#flow)) return;
      // A dialog around the element stays open: one key, one step back.
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    });
  }

  /** What the form carries: empty until a live verdict, and again when that has expired. */
  get value(): string {
    return this.#response;
  }

  /** The last verdict since `start()` or `reset()`. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** Texts of the page's own, in place of those of the element. */
  get texts(): Partial<Texts> {
    return this.#own;
  }

  set texts(texts: Partial<Texts>) {
    // A framework sets them anew with every rendering, and drawing anew interrupts what is on the screen.
    if (JSON.stringify(texts) === JSON.stringify(this.#own)) return;
    this.#own = { ...texts };
    this.#draw();
  }

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  set name(name: string) {
    this.setAttribute('name', name);
  }

  get required(): boolean {
    return this.hasAttribute('required');
  }

  // Frameworks set undefined, which toggleAttribute would take for no wish at all.
  set required(required: boolean | undefined) {
    this.toggleAttribute('required', Boolean(required));
  }

  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  set disabled(disabled: boolean | undefined) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get type(): string {
    return this.localName;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Asks for the camera and looks. Best called from a click, as some browsers ask only then. Resolves when the check
   * has ended, whichever way; the events tell how. While a check runs this does nothing.
   */
  async start(): Promise<void> {
    if (this.#run || this.#off || this.#flow.screen === 'unsupported' || !this.isConnected) return;
    running?.cancel();
    // Whoever heard of that may have started another one.
    if (running !== undefined) return;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the page's one running check is this one
    running = this;
    const mine = new AbortController();
    this.#run = mine;
    this.#setResponse('');
    this.#verdict = undefined;
    this.#advice = noHint;
    this.#view.progress(0);
    this.#go({ type: 'started' });
    try {
      const { createLiveness, rememberedCamera } = await loadLibrary();
      mine.signal.throwIfAborted();
      const { assets, backend } = this.#settings;
      const liveness = await createLiveness({
        source: { camera: { deviceId: rememberedCamera() } },
        preview: this.#view.video,
        assets,
        backend,
        signal: mine.signal,
      });
      for await (const event of liveness) {
        if (this.#run !== mine) return;
        this.#follow(event);
      }
    } catch (error) {
      if (this.#run === mine) this.#fail(error);
    } finally {
      if (this.#run === mine) this.#stop();
    }
  }

  /** Back to the first screen, with nothing known; attempts are counted anew. */
  reset(): void {
    this.#stop();
    this.#setResponse('');
    this.#verdict = undefined;
    this.#go({ type: 'reset' });
  }

  /** Ends a running check; the camera's light goes out. Does nothing between two checks. */
  cancel(): void {
    if (!this.#run) return;
    this.#stop();
    this.#go({ type: 'canceled' });
    this.#emit('cancel', {});
  }

  connectedCallback(): void {
    this.#darkness.addEventListener('change', this.#paint);
    this.#settings = this.#readSettings();
    const lacking = missing();
    if (lacking.length > 0) {
      const error = lacking.includes('secure-context') ? 'INSECURE_CONTEXT' : 'UNSUPPORTED_BROWSER';
      this.#go({ type: 'unsupported', error });
    }
    this.#paint();
    this.#draw();
    void this.#speak();
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      const lacking = missing();
      if (lacking.length > 0) this.#emit('unsupported', { missing: lacking });
      else this.#emit('ready', {});
    });
  }

  /** Whatever takes the element away, the camera goes out. */
  disconnectedCallback(): void {
    this.#darkness.removeEventListener('change', this.#paint);
    if (!this.#run) return;
    this.#stop();
    this.#go({ type: 'canceled' });
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.#settings = this.#readSettings();
    if (name === 'lang') void this.#speak();
    else if (name === 'theme') this.#paint();
    else if (name === 'disabled') this.#draw();
    this.#validate();
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#formDisabled = disabled;
    if (disabled) this.cancel();
    this.#draw();
  }

  override addEventListener<K extends keyof CheckEventMap>(
    type: K,
    listener: (this: DepthproofCheck, event: CheckEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: unknown,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener, options);
  }

  get #off(): boolean {
    return this.#formDisabled || this.disabled;
  }

  #follow(event: LivenessEvent): void {
    switch (event.type) {
      case 'ready':
        this.#go({ type: 'ready' });
        break;
      case 'guidance':
        this.#advise(event.hint);
        break;
      case 'progress':
        this.#view.progress(event.frames / event.of);
        this.#bar.value = event.frames / event.of;
        this.#emit('progress', { frames: event.frames, of: event.of });
        break;
      case 'rebuilt':
      case 'window':
        break;
      case 'verdict':
        this.#conclude(event.verdict);
    }
  }

  #picture(): void {
    if (!this.#run) return;
    this.#emit('permission', { state: 'granted' });
    this.#go({ type: 'picture' });
    void this.#offerCameras(this.#run);
  }

  #advise(hint: Hint | undefined): void {
    const before = this.#advice.advice;
    this.#advice = settle(this.#advice, hint?.code, performance.now());
    const { advice } = this.#advice;
    if (!advice || advice === before) return;
    const key = adviceKey(advice);
    this.#root.querySelector('.hint')?.replaceChildren(this.#words(key));
    this.#announcer.say(this.#text(key));
    // A settled advice may lag behind the frame; a measurement is told only if it is that of the advice.
    const measured = hint?.code === advice.code ? hint : undefined;
    const { code, escalated } = advice;
    this.#emit('guidance', {
      code,
      escalated,
      measured: measured?.measured,
      threshold: measured?.threshold,
      unit: measured?.unit,
    });
  }

  #conclude(verdict: Verdict): void {
    const { outcome, probability, reason } = verdict;
    this.#verdict = verdict;
    const { action, cdata, attempts, expires } = this.#settings;
    const response = outcome === 'live' ? responseOf(verdict, { action, cdata, now: new Date() }) : '';
    this.#setResponse(response);
    this.#stop();
    this.#go({ type: 'concluded', outcome, attempts });
    if (response) {
      this.#expiry = setTimeout(
        () => {
          this.#expire();
        },
        Math.min(expires * 1000, LONGEST_TIMER),
      );
    }
    const final = this.#flow.screen !== 'retry';
    this.#emit('result', { outcome, probability, reason, response, final, verdict });
  }

  #expire(): void {
    this.#setResponse('');
    this.#verdict = undefined;
    this.#go({ type: 'expired' });
    this.#emit('expired', {});
  }

  #fail(error: unknown): void {
    this.#stop();
    const code = codeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    this.#go({ type: 'failed', error: code });
    if (code === 'CAMERA_DENIED') this.#emit('permission', { state: 'denied' });
    this.#emit('error', { code, message, recoverable: wayOut(code).recoverable });
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    if (running === this) running = undefined;
    run?.abort();
  }

  /** Only once names are known, which is after permission, and only if the same check still runs. */
  async #offerCameras(run: AbortController): Promise<void> {
    const { listCameras } = await loadLibrary();
    const devices = await listCameras().catch(() => []);
    if (this.#run !== run || this.#flow.screen !== 'looking') return;
    const choice = this.#screens.cameras(devices);
    const actions = this.#root.querySelector('.actions');
    this.#root.querySelector('[part=cameras]')?.remove();
    if (choice) actions?.before(choice);
  }

  async #choose(deviceId: string): Promise<void> {
    const { rememberCamera } = await loadLibrary();
    rememberCamera(deviceId);
    this.#stop();
    await this.start();
  }

  #go(input: FlowInput): void {
    const before = this.#flow;
    this.#flow = step(before, input);
    const { screen, ready } = this.#flow;
    if (screen !== before.screen) {
      this.#draw();
      if (this.isConnected) this.#say(spoken(this.#flow));
    } else if (this.#flow !== before && screen !== 'looking') {
      this.#draw();
    }
    if (screen === 'looking' && ready && !before.ready) {
      this.#root.querySelector('.hint')?.replaceChildren(this.#words('good'));
    }
  }

  /** Builds the screen afresh. A focus that was inside stays inside, on what the person will want next. */
  #draw(): void {
    const hadFocus = this.#root.activeElement !== null;
    const { screen } = this.#flow;
    this.#card.setAttribute('aria-label', this.#text('region-label'));
    this.#place.replaceChildren(this.#screens.build(this.#flow, this.#off));
    this.setAttribute('screen', screen);
    this.#bar.remove();
    if (screen === 'looking') {
      this.#view.video.setAttribute('aria-label', this.#text('preview-label'));
      this.#bar.setAttribute('aria-label', this.#text('progress-label'));
      this.#bar.value = 0;
      this.#view.root.after(this.#bar);
    }
    if (hadFocus) this.#focusScreen();
    this.#validate();
  }

  #focusScreen(): void {
    const target =
      this.#place.querySelector<HTMLElement>('button:not(:disabled)') ??
      this.#place.querySelector<HTMLElement>('h2');
    target?.focus();
  }

  #say(keys: TextKey[]): void {
    this.#announcer.say(keys.map((key) => this.#text(key)).join(' '));
  }

  /** A slot with our text in it. */
  #words(key: TextKey): HTMLElement {
    return build('slot', { name: key }, document.createTextNode(this.#textOf(key)));
  }

  /** The text as the person reads it: what the page put into the slot, or ours. */
  #text(key: TextKey): string {
    const given = this.querySelector(`:scope > [slot="${key}"]`)?.textContent;
    return given?.trim() || this.#textOf(key);
  }

  #textOf(key: TextKey): string {
    return this.#own[key] || this.#loaded[key];
  }

  async #speak(): Promise<void> {
    const page = this.closest('[lang]')?.getAttribute('lang');
    const wanted = chooseLanguage([page, ...navigator.languages]);
    const { language, texts } = await loadTexts(wanted);
    this.#card.lang = language;
    this.#card.dir = directionOf(language);
    if (language === this.#language) return;
    this.#language = language;
    this.#loaded = texts;
    this.#draw();
    if (this.#flow.ready && this.#advice.advice) {
      this.#root.querySelector('.hint')?.replaceChildren(this.#words(adviceKey(this.#advice.advice)));
    }
  }

  readonly #paint = (): void => {
    const { theme } = this.#settings;
    this.#card.classList.toggle('dark', theme === 'dark' || (theme === 'auto' && this.#darkness.matches));
  };

  #readSettings(): Settings {
    return readSettings(
      (name) => this.getAttribute(name),
      (message) => {
        console.warn(`<depthproof-check>: ${message}`);
      },
    );
  }

  #setResponse(response: string): void {
    clearTimeout(this.#expiry);
    const changed = response !== this.#response;
    this.#response = response;
    this.#internals.setFormValue(response || null);
    this.#validate();
    if (changed) this.dispatchEvent(new Event('change'));
  }

  #validate(): void {
    const lacks = this.required && this.#response === '' && !this.#off;
    const anchor = this.#place.querySelector<HTMLElement>('button, h2') ?? this.#card;
    if (lacks) this.#internals.setValidity({ valueMissing: true }, this.#text('missing'), anchor);
    else this.#internals.setValidity({});
  }

  #emit<K extends keyof CheckEventDetails>(type: K, detail: CheckEventDetails[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function adviceKey({ code, escalated }: { code: Hint['code'] | 'good'; escalated: boolean }): TextKey {
  if (code === 'good') return 'good';
  return escalated ? `more-${code}` : `hint-${code}`;
}

/** The engine's own errors carry a code; a library that does not arrive is a missing asset. */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof Error && error.name === 'DepthproofError') return (error as DepthproofError).code;
  return error instanceof TypeError ? 'ASSET_MISSING' : 'ENGINE_FAILED';
}

/** Milliseconds; a browser's timers take a longer time for none. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The engine's page side comes only when a check is near. A failed load may be tried again. */
let library: Promise<typeof depthproof> | undefined;

function loadLibrary(): Promise<typeof depthproof> {
  library ??= import('../index').catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}
