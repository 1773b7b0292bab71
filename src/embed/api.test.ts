import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApi } from './api';

/** As much of an element as the script tag asks of its page. */
class Box extends EventTarget {
  childNodes: Box[] = [];
  parentNode: Box | null = null;
  value = '';
  readonly start = vi.fn();
  readonly reset = vi.fn();
  readonly children = [];

  get isConnected(): boolean {
    return this === page || (this.parentNode?.isConnected ?? false);
  }

  append(...boxes: Box[]) {
    for (const box of boxes) box.parentNode = this;
    this.childNodes.push(...boxes);
  }

  remove() {
    this.parentNode = null;
  }

  getAttribute() {
    return null;
  }

  setAttribute() {}

  removeAttribute() {}

  removeChild(child: Box) {
    child.remove();
  }
}

const page = new Box();

describe('the script tag in a page that changes', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { createElement: () => new Box() });
    vi.stubGlobal('customElements', { upgrade() {} });
  });
  afterEach(() => vi.unstubAllGlobals());

  const api = () => createApi({ loadElement: () => Promise.resolve() }).api;

  /** A widget in a container of its own, and its check with a response. */
  function rendered(depthproof: ReturnType<typeof api>, response: string) {
    const container = new Box();
    page.append(container);
    const id = depthproof.render(container as unknown as Element);
    const [check] = container.childNodes;
    if (!check) throw new Error('no check');
    check.value = response;
    check.dispatchEvent(new Event('change'));
    return { id, container, check };
  }

  it('passes over a widget that went with its container', async () => {
    const depthproof = api();
    const old = rendered(depthproof, 'of whoever was here before');
    const now = rendered(depthproof, '');
    expect(depthproof.getResponse()).toBe('of whoever was here before');
    old.container.remove();
    expect(depthproof.getResponse()).toBe('');
    await depthproof.execute();
    expect(old.check.start).not.toHaveBeenCalled();
    expect(now.check.start).toHaveBeenCalledOnce();
  });

  it('passes over a widget whose container was emptied', async () => {
    const depthproof = api();
    const old = rendered(depthproof, 'of whoever was here before');
    const now = rendered(depthproof, 'live');
    old.check.remove();
    expect(depthproof.getResponse()).toBe('live');
    await depthproof.execute();
    expect(old.check.start).not.toHaveBeenCalled();
    expect(now.check.start).toHaveBeenCalledOnce();
  });

  it('renders anew into a container that was emptied, and once only into one that was not', () => {
    const depthproof = api();
    const { id, container, check } = rendered(depthproof, 'live');
    container.remove();
    expect(depthproof.render(container as unknown as Element)).toBe(id);
    page.append(container);
    check.remove();
    container.childNodes = [];
    const again = depthproof.render(container as unknown as Element);
    expect(again).not.toBe(id);
    expect(container.childNodes[0]?.parentNode).toBe(container);
    expect(depthproof.getResponse(id)).toBe('');
  });

  it('waits no longer for a check that goes with its container while it runs', async () => {
    const depthproof = api();
    const { container, check } = rendered(depthproof, '');
    // A person has started it, and so the call starts none.
    Object.assign(check, { getAttribute: () => 'looking' });
    const executed = depthproof.execute();
    await vi.waitFor(() => {
      expect(check.start).toHaveBeenCalledOnce();
    });
    await Promise.resolve();
    container.remove();
    check.dispatchEvent(new CustomEvent('cancel', { detail: {} }));
    expect(await executed).toMatchObject({ outcome: 'canceled' });
  });

  it('calls back for the check alone, not for what a slot of it says', () => {
    const depthproof = api();
    const canceled = vi.fn();
    const { container, check } = rendered(depthproof, '');
    depthproof.render(container as unknown as Element, { 'cancel-callback': canceled });
    // A file input fires it, too, and it bubbles.
    const cancel = new CustomEvent('cancel');
    Object.defineProperty(cancel, 'target', { value: new Box() });
    check.dispatchEvent(cancel);
    expect(canceled).not.toHaveBeenCalled();
    check.dispatchEvent(new CustomEvent('cancel'));
    expect(canceled).toHaveBeenCalledOnce();
  });

  it('calls the other callbacks though one of them throws', () => {
    vi.useFakeTimers();
    const depthproof = api();
    const { container, check } = rendered(depthproof, '');
    const error = new Error("the page's own");
    const passed = vi.fn();
    depthproof.render(container as unknown as Element, {
      'result-callback': () => {
        throw error;
      },
      callback: passed,
    });
    const detail = { outcome: 'live', response: 'live' };
    check.dispatchEvent(new CustomEvent('result', { detail }));
    expect(passed).toHaveBeenCalledExactlyOnceWith('live');
    // The page hears of it, as of any error of its own.
    expect(() => vi.runAllTimers()).toThrow(error);
    vi.useRealTimers();
  });

  it('reports a folder that is none, and renders every container', async () => {
    const containers = ['https://', 'data:x'].map((assets) => {
      const container = new Box();
      page.append(container);
      return Object.assign(container, {
        getAttribute: (name: string) => (name === 'data-assets' ? assets : null),
      });
    });
    const script = { src: 'https://login.example/depthproof.js' };
    vi.stubGlobal('window', {});
    vi.stubGlobal(
      'MutationObserver',
      class {
        observe() {}
      },
    );
    vi.stubGlobal('document', {
      ...{ baseURI: script.src, currentScript: script, scripts: [script], readyState: 'complete' },
      createElement: () => new Box(),
      querySelectorAll: (selector: string) => (selector === '.depthproof' ? containers : []),
    });
    const reported = vi.spyOn(console, 'error').mockReturnValue();
    await import('./index');
    expect(containers.map(({ childNodes }) => childNodes.length)).toEqual([2, 2]);
    await vi.waitFor(() => {
      expect(reported.mock.calls[0]?.[1]).toMatchObject({ code: 'INVALID_OPTION' });
    });
    reported.mockRestore();
  });

  it('waits a minute for an element that does not arrive, and asks for it anew', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const reported = vi.spyOn(console, 'error').mockReturnValue();
    const loadElement = vi.fn<() => Promise<unknown>>(() => new Promise(() => undefined));
    const depthproof = createApi({ loadElement }).api;
    const { check } = rendered(depthproof, '');
    const executed = depthproof.execute();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await executed).toEqual({ outcome: 'error', code: 'ASSET_TIMEOUT', response: '' });
    loadElement.mockResolvedValue({});
    await depthproof.execute();
    expect(check.start).toHaveBeenCalledOnce();
    reported.mockRestore();
  });

  it('has no response from when it is reset', () => {
    const depthproof = api();
    const { id } = rendered(depthproof, 'live');
    depthproof.reset(id);
    expect(depthproof.getResponse(id)).toBe('');
  });

  it('has no response of a check out of the page, and has it again when that is back', () => {
    const depthproof = api();
    const { id, container } = rendered(depthproof, 'live');
    container.remove();
    expect(depthproof.getResponse(id)).toBe('');
    page.append(container);
    expect(depthproof.getResponse(id)).toBe('live');
  });
});
