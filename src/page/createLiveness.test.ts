import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DepthproofError } from '../errors';
import { createLiveness } from './createLiveness';
import type { Opened } from './engineClient';
import type { LivenessEvent } from '../session/events';
import type { WindowResult } from '../session/windowResult';
import type { RecoveringListener } from './recoveringEngine';
import type { AnalyzedFrame, ScoredWindow } from '../session/protocol';
import type { Source } from './source';

/** The engine and the camera of the check under test, as far as the page sees them. */
const engine = vi.hoisted(() => ({
  listener: undefined as RecoveringListener | undefined,
  opening: undefined as Promise<Opened> | undefined,
  close: vi.fn(),
  end: vi.fn(),
}));
const camera = vi.hoisted(() => ({
  track: undefined as object | undefined,
  lose: (error: Error): void => void error,
  close: vi.fn(),
}));

vi.mock('./options', () => ({
  checkOptions: () => ({ base: '', limits: { noFace: 10_000, decision: 4000, session: 60_000 } }),
}));
vi.mock('./recoveringEngine', () => ({
  RecoveringEngine: class {
    readonly close = engine.close;
    readonly end = engine.end;
    constructor(_: URL, listener: RecoveringListener) {
      engine.listener = listener;
    }
    open() {
      return engine.opening;
    }
  },
}));
vi.mock('./source', () => ({
  cameraSource: () =>
    Promise.resolve({
      stream: camera.track && { getVideoTracks: () => [camera.track] },
      lost: new Promise((resolve) => {
        camera.lose = resolve;
      }),
      close: camera.close,
    } as unknown as Source),
}));
vi.mock('../camera/frames', () => ({ frames: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }) }));

const never = () => new Promise<never>(() => undefined);
const opened = {
  backend: { name: 'webgl' },
  model: {
    evidence: { bias: 0, surroundings: { weight: 1 }, rigidity: { weight: 1 } },
    decision: { liveProbability: 0.95, spoofProbability: 0.05, correlation: 0.88, largestLogOdds: 4 },
    cadence: { frames: 5, intervalMilliseconds: 100 },
    frame: { longerSide: 640 },
  },
} as Opened;
const window = { probability: 0.5, startTime: 0, evidence: {}, frames: [] } as unknown as ScoredWindow;
const page = Object.assign(new EventTarget(), { hidden: false, hasFocus: () => true });

/** What a promise is refused with, and nothing while it is not. */
function refusal(promise: Promise<unknown>): { code?: string } {
  const refused: { code?: string } = {};
  promise.catch((error: DepthproofError) => (refused.code = error.code));
  return refused;
}

async function windowsOf(check: AsyncIterable<LivenessEvent>): Promise<WindowResult[]> {
  const windows: WindowResult[] = [];
  for await (const event of check) if (event.type === 'window') windows.push(event.window);
  return windows;
}

describe('createLiveness', () => {
  beforeEach(() => {
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', page);
    vi.clearAllMocks();
    camera.track = undefined;
    engine.opening = Promise.resolve(opened);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('notices a camera that is lost while the engine loads', async () => {
    engine.opening = never();
    const refused = refusal(createLiveness());
    await Promise.resolve();
    expect(refused).toEqual({});
    camera.lose(new DepthproofError('CAMERA_LOST', ''));
    await vi.waitFor(() => {
      expect(refused.code).toBe('CAMERA_LOST');
    });
    expect(camera.close).toHaveBeenCalled();
    expect(engine.close).toHaveBeenCalled();
  });

  it.each(['loading', 'looking'])(
    'ends, with the camera out, when the page is left while %s',
    async (when) => {
      if (when === 'loading') engine.opening = never();
      const check = createLiveness();
      const refused = refusal(check.then(({ verdict }) => verdict));
      await new Promise((resolve) => setTimeout(resolve));
      expect(camera.close).not.toHaveBeenCalled();
      page.dispatchEvent(new Event('pagehide'));
      // At once: a page that goes may run nothing more.
      expect(camera.close).toHaveBeenCalled();
      expect(engine.close).toHaveBeenCalled();
      await vi.waitFor(() => {
        expect(refused.code).toBe('PAGE_HIDDEN');
      });
    },
  );

  it('numbers windows through, also those of an engine that took over', async () => {
    const check = await createLiveness({ continuous: true });
    engine.listener?.window(window, false);
    engine.listener?.window(window, false);
    engine.listener?.recovered(opened, new DepthproofError('BACKEND_LOST', ''));
    engine.listener?.window(window, false);
    check.close();
    expect((await windowsOf(check)).map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('begins with ready, for the backend that took over, where one is lost behind the prompt', async () => {
    const opening = createLiveness();
    engine.listener?.deviceLost();
    const backend = { name: 'wasm' } as Opened['backend'];
    engine.listener?.recovered({ ...opened, backend }, new DepthproofError('BACKEND_LOST', ''));
    const check = await opening;
    check.close();
    const events: LivenessEvent[] = [];
    for await (const event of check) events.push(event);
    expect(events).toMatchObject([{ type: 'ready', backend }]);
  });

  it('counts no time while another engine opens in the place of a lost one', async () => {
    vi.useFakeTimers();
    try {
      const check = await createLiveness();
      engine.listener?.deviceLost();
      await vi.advanceTimersByTimeAsync(70_000);
      engine.listener?.recovered(opened, new DepthproofError('BACKEND_LOST', ''));
      await vi.advanceTimersByTimeAsync(50_000);
      engine.listener?.window({ ...window, probability: 0.999 }, false);
      expect(await check.verdict).toMatchObject({ outcome: 'live', ending: 'confident' });
    } finally {
      vi.useRealTimers();
    }
  });

  it('counts no time for which the page was asleep, whatever comes first when it wakes', async () => {
    const seen = (timestamp: number, faces: number) =>
      engine.listener?.observed({ timestamp, faces, hint: undefined } as AnalyzedFrame);
    const check = await createLiveness();
    const refused = refusal(check.verdict);
    seen(500, 1);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_000);
    try {
      // What the engine had made of frames of before.
      engine.listener?.window({ ...window, probability: 0.999, startTime: 500 }, false);
      seen(600, 0);
      await Promise.resolve();
      expect(refused).toEqual({});
      engine.listener?.window({ ...window, probability: 0.001, startTime: 700 }, false);
      expect(await check.verdict).toMatchObject({ outcome: 'spoof', ending: 'confident' });
    } finally {
      clock.mockRestore();
    }
  });

  it('gives depth from 0 to 1, whatever the network makes of it', async () => {
    const check = await createLiveness();
    engine.listener?.window({ ...window, depthMap: Float32Array.of(-0.5, 0, 0.25, 1.5) }, false);
    check.close();
    expect((await windowsOf(check)).map(({ depthMap }) => [...(depthMap ?? [])])).toEqual([[0, 0, 0.25, 1]]);
  });

  describe('with a session', () => {
    const session = { token: 'a.b.c', ttl: 180, capture: { after: 100 } };
    const evidence = {
      ...{ frames: [], score: 0.9, times: [700, 800], quality: {}, width: 640, height: 480 },
      firstGood: { timestamp: 500, at: performance.timeOrigin + performance.now() },
    };
    beforeEach(() => {
      vi.stubGlobal('location', { origin: 'https://login.example' });
      opened.model.id = 'depthproof-0';
      engine.end.mockResolvedValue(evidence);
    });

    it('answers with the window that concluded it, before it ends', async () => {
      const check = await createLiveness({ session });
      engine.listener?.window({ ...window, probability: 0.94, startTime: 600 }, false);
      engine.listener?.window({ ...window, probability: 0.999, startTime: 700 }, false);
      expect(engine.close).not.toHaveBeenCalled();
      // What comes after the conclusion changes nothing.
      engine.listener?.window({ ...window, probability: 0.001, startTime: 800 }, false);
      const { outcome, response } = await check.verdict;
      expect(outcome).toBe('live');
      expect(engine.end).toHaveBeenCalledExactlyOnceWith(700);
      expect(response).toMatch(/^depthproof-evidence-1~a\.b\.c~/);
      expect(engine.close).toHaveBeenCalled();
    });

    it('sends nothing of a check that is not live', async () => {
      const check = await createLiveness({ session });
      engine.listener?.window({ ...window, probability: 0.001, startTime: 700 }, false);
      const verdict = await check.verdict;
      expect(verdict.outcome).toBe('spoof');
      expect(verdict).not.toHaveProperty('response');
      expect(engine.end).not.toHaveBeenCalled();
    });
  });

  it("says what looks injected where the page's list of cameras throws", async () => {
    camera.track = { label: 'OBS Virtual Camera', getSettings: () => ({}) };
    const enumerateDevices = () => {
      throw new Error('meddled with');
    };
    vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices } });
    const check = await createLiveness();
    engine.listener?.window({ ...window, probability: 0.99 }, false);
    expect((await check.verdict).injection?.signs).toEqual(['label', 'settings']);
  });
});

it('names the file of a check with a session that cannot be loaded', async () => {
  vi.resetModules();
  vi.doMock('../evidence/page', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { createLiveness } = await import('./createLiveness');
  await expect(createLiveness({ session: {} as never })).rejects.toMatchObject({ code: 'ASSET_MISSING' });
});
