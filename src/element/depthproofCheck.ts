import type { EvidenceSession } from '../evidence/session';
import type { LivenessEvent, Verdict } from '../session/events';
import type { Hint } from '../quality/guidance';
import { missing as missingFeatures } from '../support/check';
import { unsupportedCode } from '../support/errorCode';
import { attributeNames, propertyOf, settingsOf, type Settings } from './attributes';
import { CameraView } from './cameraView';
import { Card } from './card';
import { initialState, isRunning, offersCameras, reduce, type CheckAction } from './checkState';
import { errorRecovery } from './errorRecovery';
import type { CheckEventDetails } from './events';
import { Expiry } from './expiry';
import { FormField } from './formField';
import { debounceHint, noHint } from './hintDebouncer';
import { errorCodeOf, loadEvidence, loadLibrary, runLiveness } from './library';
import { Localizer } from './localizer';
import { responseOf } from './response';
import { hintKey } from './screens';
import { adoptStyles } from './styles';
import type { Texts } from './texts/table';
import { upgradeProperties } from './upgradeProperties';
import { isShown, isShownSoon, whenHidden } from './visibility';

/** The page's one running check: a second one would compete for the camera and double the memory. */
let activeCheck: DepthproofCheck | undefined;

/** `<depthproof-check>`: the whole check with its screens, for a login form. It has a value only after a live verdict. */
export class DepthproofCheck extends FormField {
  static readonly observedAttributes = [...attributeNames, 'lang', 'required', 'disabled'];

  readonly #localizer = new Localizer(this);
  readonly #view = new CameraView(() => {
    this.#handlePlaying();
  });
  readonly #card = new Card(this.#localizer, this.#view, {
    start: () => void this.start(),
    cancel: () => {
      this.cancel();
    },
    choose: (deviceId) => void this.#changeCamera(deviceId),
  });

  #settings: Settings = settingsOf(this);
  #state = initialState;
  #hint = noHint;
  /** Ends the running check; `undefined` while none runs. */
  #run: AbortController | undefined;
  #verdict: Verdict | undefined;
  /** When the session of the site's server ends, ms since 1970. */
  #validUntil = Infinity;
  readonly #expiry = new Expiry(() => {
    this.#expire();
  });
  #reported = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    adoptStyles(root);
    root.append(this.#card.root);
    for (const type of ['pointerenter', 'focusin']) {
      this.addEventListener(type, () => void loadLibrary().catch(() => undefined), { once: true });
    }
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !isRunning(this.#state)) return;
      // The same key must not also close a dialog around the element.
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    });
  }

  /** The last verdict since `start()` or `reset()`. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** The page's own texts, which replace those of the element. */
  get texts(): Partial<Texts> {
    return this.#localizer.own;
  }

  set texts(texts: Partial<Texts> | undefined) {
    // A framework sets them at every rendering, and to draw again would interrupt what the screen shows.
    if (JSON.stringify(texts ?? {}) === JSON.stringify(this.#localizer.own)) return;
    this.#localizer.own = { ...texts };
    this.#draw();
  }

  /**
   * Asks for the camera and runs a check. Best called from a click, since some browsers show their permission prompt
   * only then. Resolves when the check has ended in any way; the events say how. Does nothing while a check runs, and
   * where the element is not shown.
   */
  async start(): Promise<void> {
    await this.#check(undefined);
  }

  /** @param chosen the camera that the person has just chosen, if any */
  async #check(chosen: string | undefined): Promise<void> {
    if (!this.#mayStart()) return;
    if (!isShown(this) && !(await isShownSoon(this))) {
      console.warn('<depthproof-check>: it is hidden, so it opens no camera. Show it before you start it.');
      return;
    }
    if (!this.#mayStart()) return;
    activeCheck?.cancel();
    // A listener to `cancel` may have started another check, or removed or disabled this one.
    if (activeCheck !== undefined || !this.#mayStart()) return;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- this is the page's one running check
    activeCheck = this;
    const run = new AbortController();
    this.#run = run;
    this.#clearVerdict();
    // A listener to any event, here and below, may have ended this check.
    if (this.#run !== run) return;
    this.#hint = noHint;
    this.#card.progress(0);
    this.#dispatch({ type: 'started' });
    void this.#loadLanguage();
    const { signal } = run;
    whenHidden(this, () => this.#cancelIf(run), signal);
    const onPlayRefused = () => {
      if (this.#run === run) this.#dispatch({ type: 'held' });
    };
    const { video: preview } = this.#view;
    const settings = this.#settings;
    try {
      let session: EvidenceSession | undefined;
      this.#validUntil = Infinity;
      if (settings.sessionUrl !== undefined) {
        const { openSession } = await this.#loadEvidence();
        // The server counts from when it answers, which the network may take long to tell.
        const asked = Date.now();
        session = await openSession(settings, signal);
        if (this.#run !== run) return;
        this.#validUntil = asked + session.ttl * 1000;
      }
      for await (const event of runLiveness({ preview, settings, chosen, session, onPlayRefused, signal })) {
        // What nobody sees gets no verdict.
        if (event.type === 'verdict' && !isShown(this)) this.#cancelIf(run);
        if (this.#run !== run) return;
        this.#handleEvent(event);
      }
    } catch (error) {
      if (this.#run === run) this.#fail(error);
    } finally {
      if (this.#run === run) this.#stop();
    }
  }

  /** Returns to the first screen and forgets the verdict and the attempts. */
  reset(): void {
    const wasRunning = this.#run !== undefined;
    this.#stop();
    this.#dispatch({ type: 'reset' });
    this.#clearVerdict();
    if (wasRunning) this.#emit('cancel', {});
  }

  /** Ends a running check and turns the camera off. Does nothing while none runs. */
  cancel(): void {
    if (!this.#run) return;
    this.#stop();
    this.#dispatch({ type: 'canceled' });
    this.#emit('cancel', {});
  }

  #cancelIf(run: AbortController): void {
    if (this.#run === run) this.cancel();
  }

  connectedCallback(): void {
    upgradeProperties(this, [
      ...['texts', 'name', 'required', 'disabled', 'value'],
      ...attributeNames.map(propertyOf),
    ]);
    this.#applySettings();
    const missing = missingFeatures();
    if (missing.length > 0) {
      this.#dispatch({ type: 'unsupported', error: unsupportedCode(missing) });
    }
    this.#draw();
    void this.#loadLanguage();
    this.#localizer.watch(() => void this.#loadLanguage());
    this.#expiry.connect();
    mediaDevices()?.addEventListener?.('devicechange', this.#handleDevices);
    if (this.#reported) return;
    this.#reported = true;
    queueMicrotask(() => {
      if (missing.length > 0) this.#emit('unsupported', { missing });
      else this.#emit('supported', {});
    });
  }

  /** Turns the camera off, whatever removed the element, unless it is put elsewhere in the same breath. */
  disconnectedCallback(): void {
    this.#expiry.disconnect();
    this.#localizer.unwatch();
    mediaDevices()?.removeEventListener?.('devicechange', this.#handleDevices);
    const run = this.#run;
    if (!run) return;
    queueMicrotask(() => {
      if (!this.isConnected) this.#cancelIf(run);
    });
  }

  /** With it, `moveBefore` calls neither of the two above: the check goes on. */
  connectedMoveCallback(): void {
    void this.#loadLanguage();
  }

  /** A document brings its own styles. */
  adoptedCallback(): void {
    if (this.shadowRoot) adoptStyles(this.shadowRoot);
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.#applySettings();
    if (name === 'lang') void this.#loadLanguage();
    else if (name === 'disabled' || name === 'session-url') this.#draw();
    this.validate();
  }

  override formResetCallback(): void {
    this.reset();
  }

  override formDisabledCallback(disabled: boolean): void {
    super.formDisabledCallback(disabled);
    if (disabled) this.cancel();
    this.#draw();
  }

  protected override get missingValue(): { message: string; anchor: HTMLElement } {
    return { message: this.#localizer.text('missing'), anchor: this.#card.anchor };
  }

  #mayStart(): boolean {
    return !this.#run && !this.isDisabled && this.#state.screen !== 'unsupported' && this.isConnected;
  }

  #handleEvent(event: LivenessEvent): void {
    switch (event.type) {
      case 'ready':
        this.#dispatch({ type: 'ready' });
        break;
      case 'guidance':
        this.#view.turn(event.turn);
        this.#advise(event.hint);
        break;
      case 'progress':
        this.#card.progress(event.frames / event.of);
        this.#emit('progress', { frames: event.frames, of: event.of });
        break;
      case 'rebuilt':
      case 'window':
        break;
      case 'verdict':
        this.#conclude(event.verdict);
    }
  }

  #handlePlaying(): void {
    const { screen, held } = this.#state;
    if (!this.#run || (screen === 'looking' && !held)) return;
    this.#emit('permission', { state: 'granted' });
    this.#dispatch({ type: 'previewed' });
    void this.#offerCameras();
  }

  #advise(hint: Hint | undefined): void {
    const before = this.#hint.advice;
    this.#hint = debounceHint(this.#hint, hint?.code, performance.now());
    const { advice } = this.#hint;
    if (!advice || advice === before) return;
    this.#dispatch({ type: 'advised', advice });
    this.#card.announce(hintKey(this.#state));
    // The advice may lag behind the frame, whose measurement is reported only if it belongs to the advice.
    const measurement = hint?.code === advice.code ? hint : undefined;
    const { code, escalated } = advice;
    this.#emit('guidance', {
      code,
      escalated,
      measured: measurement?.measured,
      threshold: measurement?.threshold,
      unit: measurement?.unit,
    });
  }

  #conclude(verdict: Verdict): void {
    const { outcome, probability, ending, reasons } = verdict;
    const { action, cdata, attempts, expires } = this.#settings;
    const claim = () => responseOf(verdict, { action, cdata, now: new Date() });
    const response = outcome === 'live' ? (verdict.response ?? claim()) : '';
    this.#verdict = verdict;
    this.#stop();
    this.#dispatch({ type: 'concluded', outcome, reason: reasons[0]?.code, attempts });
    const final = this.#state.screen !== 'retry';
    this.setValue(response);
    this.#emit('result', { outcome, probability, ending, reasons, response, final, verdict });
    // Last, since the session may have expired by now, unless a listener has begun anew.
    if (response && this.#verdict === verdict)
      this.#expiry.set(Math.min(expires * 1000, this.#validUntil - Date.now()));
  }

  #expire(): void {
    this.#dispatch({ type: 'expired' });
    this.#clearVerdict();
    this.#emit('expired', {});
  }

  #fail(error: unknown): void {
    this.#stop();
    const code = errorCodeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    this.#dispatch({ type: 'failed', error: code });
    if (offersCameras(this.#state)) void this.#offerCameras();
    if (code === 'CAMERA_DENIED') this.#emit('permission', { state: 'denied' });
    this.#emit('error', { code, message, recoverable: errorRecovery[code].recoverable });
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    if (activeCheck === this) activeCheck = undefined;
    run?.abort();
  }

  #clearVerdict(): void {
    this.#expiry.clear();
    this.#verdict = undefined;
    this.setValue('');
  }

  /** Called after permission, without which cameras have no names. Does nothing if a check has begun or ended meanwhile. */
  async #offerCameras(): Promise<void> {
    const run = this.#run;
    const { listCameras } = await loadLibrary();
    const cameras = await listCameras().catch(() => []);
    if (this.#run === run) this.#dispatch({ type: 'cameras', cameras });
  }

  async #changeCamera(deviceId: string): Promise<void> {
    const { rememberCamera } = await loadLibrary();
    rememberCamera(deviceId);
    this.#stop();
    await this.#check(deviceId);
  }

  /** A camera was connected or taken away. */
  readonly #handleDevices = (): void => {
    if (offersCameras(this.#state)) void this.#offerCameras();
  };

  #dispatch(action: CheckAction): void {
    const before = this.#state;
    this.#state = reduce(before, action);
    if (this.#state === before) return;
    if (this.#state.screen !== before.screen) {
      this.#draw();
      if (this.isConnected) this.#card.announceScreen(this.#state);
    } else if (before.screen === 'looking') this.#card.update(before, this.#state);
    else this.#draw();
  }

  #draw(): void {
    this.#card.draw(this.#state, this.isDisabled, this.#settings.sessionUrl !== undefined);
    this.setAttribute('screen', this.#state.screen);
    this.validate();
  }

  async #loadLanguage(): Promise<void> {
    if (await this.#localizer.loadLanguage()) this.#draw();
  }

  #applySettings(): void {
    this.#settings = settingsOf(this);
    if (this.#settings.sessionUrl !== undefined) void this.#loadEvidence().catch(() => undefined);
  }

  /** Loads what a check with a session needs, and shows the notice that is part of it. */
  async #loadEvidence(): ReturnType<typeof loadEvidence> {
    const evidence = await loadEvidence();
    if (this.#localizer.evidence !== evidence.texts) {
      this.#localizer.evidence = evidence.texts;
      this.#draw();
    }
    return evidence;
  }

  #emit<K extends keyof CheckEventDetails>(type: K, detail: CheckEventDetails[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// Each setting is a property, too, as the attributes of HTML's own elements are.
for (const name of attributeNames) {
  const property = propertyOf(name);
  Object.defineProperty(DepthproofCheck.prototype, property, {
    configurable: true,
    enumerable: true,
    get(this: DepthproofCheck) {
      return settingsOf(this)[property];
    },
    set(this: DepthproofCheck, value: string | number | null | undefined) {
      if (value === undefined || value === null) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    },
  });
}

/** Insecure pages and partial DOMs have none, or only a part. */
function mediaDevices(): Partial<MediaDevices> | undefined {
  return navigator.mediaDevices;
}
