import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CheckEventMap } from './events';

const { runLiveness, openSession, draw, missing } = vi.hoisted(() => ({
  runLiveness: vi.fn(),
  openSession: vi.fn(),
  draw: vi.fn(),
  missing: [] as string[],
}));

vi.mock('../support/check', () => ({ missing: () => missing }));
vi.mock('./library', () => {
  const evidence = { openSession, texts: {} };
  return { runLiveness, loadEvidence: () => Promise.resolve(evidence) };
});
vi.mock('./visibility', () => ({ isShown: () => true, whenHidden: () => undefined }));
vi.mock('./cameraView', () => ({ CameraView: class {} }));
vi.mock('./card', () => ({
  Card: class {
    draw = draw;
    announceScreen() {}
    progress() {}
  },
}));
vi.mock('./localizer', () => ({
  Localizer: class {
    text() {}
    loadLanguage() {}
    watch() {}
    unwatch() {}
  },
}));

/** As much of an element as the class asks of an old browser; where it is, a test says by hand. */
class Older extends EventTarget {
  isConnected = true;
  readonly #attributes = new Map<string, string>();

  getAttribute(name: string) {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name: string) {
    return this.#attributes.has(name);
  }

  setAttribute(name: string, value: string) {
    this.#attributes.set(name, value);
  }

  attachShadow() {
    return { append() {}, querySelector() {}, ownerDocument: document };
  }
}

/** As much as it asks of one that does checks. */
class Newer extends Older {
  attachInternals() {
    return { setFormValue() {}, setValidity() {} };
  }

  override attachShadow() {
    return { ...super.attachShadow(), adoptedStyleSheets: [] };
  }
}

/** The class as a browser with such elements has it, with no check running. */
async function checkOn(HTMLElement: typeof Older) {
  vi.resetModules();
  vi.stubGlobal('HTMLElement', HTMLElement);
  return (await import('./depthproofCheck')).DepthproofCheck;
}

/** A check that goes on until it is ended. */
async function* untilAborted({ signal }: { signal: AbortSignal }) {
  yield { type: 'ready' };
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve);
  });
}

describe('the element', () => {
  beforeEach(() => {
    const document = Object.assign(new EventTarget(), {
      createElement: () => ({ append() {}, validity: { valid: true }, checkValidity: () => true }),
      createTextNode: () => undefined,
    });
    vi.stubGlobal('document', document);
    vi.stubGlobal('window', new EventTarget());
    vi.stubGlobal('navigator', {});
    vi.stubGlobal(
      'CSSStyleSheet',
      class {
        replaceSync() {}
      },
    );
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    missing.length = 0;
    runLiveness.mockReset();
    draw.mockReset();
  });

  it('says that it is unsupported where elements are no form fields and adopt no styles', async () => {
    vi.stubGlobal(
      'CSSStyleSheet',
      class {
        constructor() {
          throw new TypeError('Illegal constructor');
        }
      },
    );
    missing.push('wasm-simd');
    const check = new (await checkOn(Older))();
    check.setAttribute('required', '');
    const heard = vi.fn();
    check.addEventListener('unsupported', (event: CheckEventMap['unsupported']) => {
      heard(event.detail);
    });
    check.connectedCallback();
    await check.start();
    expect(heard.mock.calls).toEqual([[{ missing: ['wasm-simd'] }]]);
    expect(check.getAttribute('screen')).toBe('unsupported');
    expect(check.checkValidity()).toBe(true);
    expect(runLiveness).not.toHaveBeenCalled();
  });

  it.each([
    ['taken away', (check: HTMLElement) => Object.assign(check, { isConnected: false })],
    ['disabled', (check: HTMLElement) => check.setAttribute('disabled', '')],
  ])('opens no camera when it is %s as the check before it ends', async (_, putAway) => {
    runLiveness.mockImplementation(untilAborted);
    const DepthproofCheck = await checkOn(Newer);
    const [first, second] = [new DepthproofCheck(), new DepthproofCheck()];
    first.addEventListener('cancel', () => {
      putAway(second);
    });
    const ended = first.start();
    void second.start();
    await ended;
    expect(runLiveness).toHaveBeenCalledTimes(1);
  });

  it('says that a running check has ended also where its form is reset', async () => {
    runLiveness.mockImplementation(untilAborted);
    const check = new (await checkOn(Newer))();
    const canceled = vi.fn();
    check.addEventListener('cancel', canceled);
    const ended = check.start();
    check.formResetCallback();
    check.formResetCallback();
    await ended;
    expect(canceled).toHaveBeenCalledOnce();
    expect(check.getAttribute('screen')).toBe('start');
  });

  it('draws a screen with a session anew only where something on it changes', async () => {
    const check = new (await checkOn(Newer))();
    check.setAttribute('session-url', '/session');
    check.connectedCallback();
    await vi.waitFor(() => {
      // The second time with the notice of what is sent.
      expect(draw).toHaveBeenCalledTimes(2);
    });
    check.setAttribute('cdata', 'order 7');
    check.attributeChangedCallback('cdata');
    await new Promise((resolve) => setTimeout(resolve));
    expect(draw).toHaveBeenCalledTimes(2);
    check.disconnectedCallback();
  });

  it.each([
    ['keeps no response whose session expired before the verdict', 0, 181_000, ''],
    // The server counts from when it was asked.
    ['keeps none whose session was long under way and then expired', 10_000, 171_000, ''],
    ['keeps one whose session did not expire', 10_000, 100_000, 'evidence'],
  ])('%s', async (_, answered, milliseconds, value) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    openSession.mockImplementation(async () => {
      await vi.advanceTimersByTimeAsync(answered);
      return { token: 'a.b.c', ttl: 180, capture: { after: 0 } };
    });
    runLiveness.mockImplementation(async function* () {
      // As where the person thinks over the camera's prompt.
      await vi.advanceTimersByTimeAsync(milliseconds);
      yield { type: 'verdict', verdict: { outcome: 'live', reasons: [], response: 'evidence' } };
    });
    const check = new (await checkOn(Newer))();
    check.setAttribute('session-url', '/session');
    check.connectedCallback();
    const heard: string[] = [];
    for (const type of ['result', 'expired']) check.addEventListener(type, () => heard.push(type));
    await check.start();
    expect(check.value).toBe(value);
    expect(heard).toEqual(value ? ['result'] : ['result', 'expired']);
  });
});
