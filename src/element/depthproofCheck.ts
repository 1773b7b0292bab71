import type { LivenessEvent, Verdict } from '../session/events';
import type { Hint } from '../quality/guidance';
import { missing } from '../support/check';
import { attributeNames, readSettings, type Settings } from './attributes';
import { CameraView } from './cameraView';
import { Card } from './card';
import { takeUpProperties } from './earlyProperties';
import type { CheckEventDetails } from './events';
import { Expiry } from './expiry';
import { atStart, isRunning, offersCameras, step, type FlowInput } from './flow';
import { FormField } from './formField';
import { codeOf, loadLibrary, look } from './library';
import { responseOf } from './response';
import { hintText } from './screens';
import { noHint, settle } from './steadyHint';
import { dress } from './styles';
import type { Texts } from './texts/table';
import { Theme } from './theme';
import { wayOut } from './wayOut';
import { Wording } from './wording';

/** The one check that runs on this page: a second would fight for the camera and double the memory. */
let running: DepthproofCheck | undefined;

/**
 * `<depthproof-check>`: the whole check with its screens, for a login form. Its value is there after a live verdict
 * only.
 */
export class DepthproofCheck extends FormField {
  static readonly observedAttributes = [...attributeNames, 'lang', 'required', 'disabled'];

  readonly #wording = new Wording(this);
  readonly #view = new CameraView(() => {
    this.#picture();
  });
  readonly #card = new Card(this.#wording, this.#view, {
    start: () => void this.start(),
    cancel: () => {
      this.cancel();
    },
    choose: (deviceId) => void this.#choose(deviceId),
  });
  readonly #theme = new Theme(this.#card.root);

  #settings: Settings = this.#readSettings();
  #flow = atStart;
  #hint = noHint;
  /** Ends the running check; undefined between two checks. */
  #run: AbortController | undefined;
  #verdict: Verdict | undefined;
  readonly #expiry = new Expiry(() => {
    this.#expire();
  });
  #announced = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    dress(root);
    root.append(this.#card.root);
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

  /** The last verdict since `start()` or `reset()`. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** Texts of the page's own, in place of those of the element. */
  get texts(): Partial<Texts> {
    return this.#wording.own;
  }

  set texts(texts: Partial<Texts> | undefined) {
    // A framework sets them anew with every rendering, and drawing anew interrupts what is on the screen.
    if (JSON.stringify(texts ?? {}) === JSON.stringify(this.#wording.own)) return;
    this.#wording.own = texts ?? {};
    this.#draw();
  }

  /**
   * Asks for the camera and looks. Best called from a click, as some browsers ask only then. Resolves when the check
   * has ended, whichever way; the events tell how. While a check runs this does nothing.
   */
  async start(): Promise<void> {
    if (!this.#mayStart()) return;
    running?.cancel();
    // Whoever heard of that may have started another one, or put this one out of the way.
    if (running !== undefined || !this.#mayStart()) return;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the page's one running check is this one
    running = this;
    const mine = new AbortController();
    this.#run = mine;
    this.#forget();
    // Whoever heard of the value that is gone may have ended this one, here and below.
    if (this.#run !== mine) return;
    this.#hint = noHint;
    this.#card.progress(0);
    this.#go({ type: 'started' });
    try {
      for await (const event of look(this.#view.video, this.#settings, mine.signal)) {
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
    this.#go({ type: 'reset' });
    this.#forget();
  }

  /** Ends a running check; the camera's light goes out. Does nothing between two checks. */
  cancel(): void {
    if (!this.#run) return;
    this.#stop();
    this.#go({ type: 'canceled' });
    this.#emit('cancel', {});
  }

  connectedCallback(): void {
    takeUpProperties(this, ['texts', 'name', 'required', 'disabled']);
    this.#settings = this.#readSettings();
    const lacking = missing();
    if (lacking.length > 0) {
      const error = lacking.includes('secure-context') ? 'INSECURE_CONTEXT' : 'UNSUPPORTED_BROWSER';
      this.#go({ type: 'unsupported', error });
    }
    this.#theme.follow();
    this.#theme.set(this.#settings.theme);
    this.#draw();
    void this.#speak();
    this.#expiry.follow();
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      if (lacking.length > 0) this.#emit('unsupported', { missing: lacking });
      else this.#emit('ready', {});
    });
  }

  /** Whatever takes the element away, the camera goes out. */
  disconnectedCallback(): void {
    this.#theme.unfollow();
    this.#expiry.unfollow();
    if (!this.#run) return;
    this.#stop();
    this.#go({ type: 'canceled' });
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.#settings = this.#readSettings();
    if (name === 'lang') void this.#speak();
    else if (name === 'theme') this.#theme.set(this.#settings.theme);
    else if (name === 'disabled') this.#draw();
    this.validate();
  }

  formResetCallback(): void {
    this.reset();
  }

  override formDisabledCallback(disabled: boolean): void {
    super.formDisabledCallback(disabled);
    if (disabled) this.cancel();
    this.#draw();
  }

  protected override get complaint(): { message: string; anchor: HTMLElement } {
    return { message: this.#wording.text('missing'), anchor: this.#card.anchor };
  }

  #mayStart(): boolean {
    return !this.#run && !this.off && this.#flow.screen !== 'unsupported' && this.isConnected;
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

  #picture(): void {
    if (!this.#run) return;
    this.#emit('permission', { state: 'granted' });
    this.#go({ type: 'picture' });
    void this.#offerCameras();
  }

  #advise(hint: Hint | undefined): void {
    const before = this.#hint.advice;
    this.#hint = settle(this.#hint, hint?.code, performance.now());
    const { advice } = this.#hint;
    if (!advice || advice === before) return;
    this.#go({ type: 'advised', advice });
    this.#card.say(hintText(this.#flow));
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
    const { action, cdata, attempts, expires } = this.#settings;
    const response = outcome === 'live' ? responseOf(verdict, { action, cdata, now: new Date() }) : '';
    this.#verdict = verdict;
    this.#stop();
    this.#go({ type: 'concluded', outcome, attempts });
    if (response) this.#expiry.set(expires * 1000);
    const final = this.#flow.screen !== 'retry';
    this.carry(response);
    this.#emit('result', { outcome, probability, reason, response, final, verdict });
  }

  #expire(): void {
    this.#go({ type: 'expired' });
    this.#forget();
    this.#emit('expired', {});
  }

  #fail(error: unknown): void {
    this.#stop();
    const code = codeOf(error);
    const message = error instanceof Error ? error.message : String(error);
    this.#go({ type: 'failed', error: code });
    if (offersCameras(this.#flow)) void this.#offerCameras();
    if (code === 'CAMERA_DENIED') this.#emit('permission', { state: 'denied' });
    this.#emit('error', { code, message, recoverable: wayOut(code).recoverable });
  }

  #stop(): void {
    const run = this.#run;
    this.#run = undefined;
    if (running === this) running = undefined;
    run?.abort();
  }

  /** The last verdict, and what the form carried of it. */
  #forget(): void {
    this.#expiry.clear();
    this.#verdict = undefined;
    this.carry('');
  }

  /** Only once names are known, which is after permission, and only if no other check has begun or ended meanwhile. */
  async #offerCameras(): Promise<void> {
    const run = this.#run;
    const { listCameras } = await loadLibrary();
    const cameras = await listCameras().catch(() => []);
    if (this.#run === run) this.#go({ type: 'cameras', cameras });
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
    if (this.#flow === before) return;
    if (this.#flow.screen !== before.screen) {
      this.#draw();
      if (this.isConnected) this.#card.announce(this.#flow);
    } else if (before.screen === 'looking') this.#card.update(before, this.#flow);
    else this.#draw();
  }

  #draw(): void {
    this.#card.draw(this.#flow, this.off);
    this.setAttribute('screen', this.#flow.screen);
    this.validate();
  }

  async #speak(): Promise<void> {
    if (await this.#wording.followLanguage()) this.#draw();
  }

  #readSettings(): Settings {
    return readSettings(
      (name) => this.getAttribute(name),
      (message) => {
        console.warn(`<depthproof-check>: ${message}`);
      },
    );
  }

  #emit<K extends keyof CheckEventDetails>(type: K, detail: CheckEventDetails[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
