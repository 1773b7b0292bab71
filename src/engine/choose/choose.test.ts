import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, BackendName } from '../../backends/backend';
import { openWasm } from '../../backends/tfjs/wasm';
import { openWebGl } from '../../backends/tfjs/webgl';
import { openWebGpu } from '../../backends/webgpu/device';
import { DepthproofError } from '../../errors';
import type { Model } from '../../model/manifest';
import type { Network } from '../../network/network';
import type { BackendReport } from '../../session/backendReport';
import { choose as chooseFrom, type NetworkFiles } from './choose';
import { openFastest, type VerifiedNetwork } from './precision';

vi.mock('../../backends/tfjs/wasm', () => ({ openWasm: vi.fn() }));
vi.mock('../../backends/tfjs/webgl', () => ({ openWebGl: vi.fn() }));
vi.mock('../../backends/webgpu/device', () => ({ openWebGpu: vi.fn() }));
vi.mock('./precision', () => ({ openFastest: vi.fn() }));

const closed: BackendName[] = [];
const selected = vi.fn<(name: BackendName) => void>();

const backend = (name: BackendName, software = false): Backend => ({
  name,
  adapter: `adapter of ${name}`,
  software,
  precisions: [undefined],
  network: () => Promise.reject(new Error('not opened here')),
  select: () => Promise.resolve(selected(name)),
  lost: new Promise(() => undefined),
  close: () => void closed.push(name),
});

/** Opens networks by the milliseconds of their frames; `wrong` ones give wrong numbers. */
const timed =
  (times: Partial<Record<BackendName, number>>, wrong?: BackendName) =>
  ({ name }: Backend): Promise<VerifiedNetwork> =>
    Promise.resolve({
      network: {} as Network,
      precision: undefined,
      selfTest: { passed: name !== wrong, relativeL2: 0.5, scoreDifference: 0.25, milliseconds: 1 },
      frameMilliseconds: times[name] ?? NaN,
    });

const files: NetworkFiles = {
  model: { cadence: { frames: 5, intervalMilliseconds: 100 } } as Model,
  weights: new ArrayBuffer(0),
  golden: { weightsManifest: [], bytes: new ArrayBuffer(0) },
  wasmBinary: () => Promise.resolve(new Uint8Array(1)),
};

const choose = (
  open: (backend: Backend) => Promise<VerifiedNetwork>,
  forced?: BackendName,
  remembered?: BackendReport,
) => {
  vi.mocked(openFastest).mockImplementation(open);
  return chooseFrom(files, forced, remembered);
};

describe('choosing a backend', () => {
  beforeEach(() => {
    closed.length = 0;
    selected.mockClear();
    vi.mocked(openWebGpu).mockResolvedValue(backend('webgpu'));
    vi.mocked(openWebGl).mockResolvedValue(backend('webgl'));
    vi.mocked(openWasm).mockResolvedValue(backend('wasm', true));
  });

  it('takes the first that is right and fast enough, though a later one may be faster', async () => {
    const { report } = await choose(timed({ webgpu: 90, webgl: 1, wasm: 1 }));
    expect(report).toMatchObject({ name: 'webgpu', frameMilliseconds: 90, skipped: [] });
    expect(closed).toEqual([]);
  });

  it('does not wait for a backend that is lost while it is verified', async () => {
    const lost = Promise.resolve('the WebGL context was lost');
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    vi.mocked(openWebGl).mockResolvedValueOnce({ ...backend('webgl'), lost });
    const prove = timed({ wasm: 50 });
    const { report } = await choose((opened) =>
      opened.name === 'webgl' ? new Promise<never>(() => undefined) : prove(opened),
    );
    expect(report).toMatchObject({
      name: 'wasm',
      skipped: [{ name: 'webgpu' }, { name: 'webgl', reason: 'the WebGL context was lost' }],
    });
    expect(closed).toEqual(['webgl']);
  });

  it('passes over what does not open, is a software rasterizer or gives wrong numbers, and says so', async () => {
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    const { report } = await choose(timed({ webgl: 5, wasm: 50 }, 'webgl'));
    expect(report).toMatchObject({
      name: 'wasm',
      skipped: [
        { name: 'webgpu', reason: 'no adapter' },
        { name: 'webgl', reason: 'its numbers are wrong: relative L2 5.0e-1, score off by 0.250' },
      ],
    });
    vi.mocked(openWebGl).mockResolvedValueOnce(backend('webgl', true));
    vi.mocked(openWebGpu).mockResolvedValueOnce(backend('webgpu', true));
    expect((await choose(timed({ wasm: 50 }))).report.skipped.map(({ name }) => name)).toEqual([
      'webgpu',
      'webgl',
    ]);
  });

  it('lets a slow one fall through to a faster', async () => {
    const { report } = await choose(timed({ webgpu: 240, webgl: 30, wasm: 1 }));
    expect(report).toMatchObject({
      name: 'webgl',
      skipped: [{ name: 'webgpu', reason: 'it takes 240 ms for a frame' }],
    });
    expect(closed).toEqual(['webgpu']);
  });

  it('takes the fastest where all are slow, and makes it the current one again', async () => {
    const { report } = await choose(timed({ webgpu: 240, webgl: 130, wasm: 150 }));
    expect(report.name).toBe('webgl');
    expect(report.skipped.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(closed).toEqual(['webgpu', 'wasm']);
    expect(selected).toHaveBeenLastCalledWith('webgl');
  });

  describe('that knows what was chosen before', () => {
    it('tries nothing else, slow or not, and keeps the reasons', async () => {
      const { report: first } = await choose(timed({ webgpu: 240, webgl: 150, wasm: 130 }));
      vi.mocked(openWebGpu).mockClear();
      const { report } = await choose(timed({ wasm: 140 }), undefined, first);
      expect(report).toMatchObject({ name: 'wasm', frameMilliseconds: 140, skipped: first.skipped });
      expect(openWebGpu).not.toHaveBeenCalled();
    });

    it('tries all others where it does not prove itself any more', async () => {
      const { report: first } = await choose(timed({ webgpu: 240, webgl: 30 }));
      const { report } = await choose(timed({ webgpu: 90 }, 'webgl'), undefined, first);
      expect(report.name).toBe('webgpu');
      expect(report.skipped.map(({ name }) => name)).toEqual(['webgl']);
    });
  });

  it.each([
    { forced: undefined, most: 15_000 },
    { forced: 'webgpu' as const, most: 180_000 },
  ])('has the search for something faster end in time: $most ms', async ({ forced, most }) => {
    const started = performance.now();
    await choose(timed({ webgpu: 1 }), forced);
    const left = (vi.mocked(openFastest).mock.lastCall?.[4] ?? NaN) - started;
    expect(left).toBeGreaterThan(most / 2);
    expect(left).toBeLessThan(most - 1000);
  });

  it('takes a forced one though it is slow and software, and nothing else', async () => {
    vi.mocked(openWebGpu).mockResolvedValueOnce(backend('webgpu', true));
    expect((await choose(timed({ webgpu: 900 }), 'webgpu')).report).toMatchObject({
      name: 'webgpu',
      skipped: [],
    });
    vi.mocked(openWebGl).mockRejectedValueOnce(new Error('no context'));
    await expect(choose(timed({}), 'webgl')).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
  });

  it('gives up one that never opens, as WASM where memory is short', async () => {
    vi.useFakeTimers();
    try {
      vi.mocked(openWasm).mockReturnValueOnce(new Promise(() => undefined));
      const reason = expect.stringMatching('wasm: it did not open in time') as string;
      const refused = expect(choose(timed({ webgpu: 1 }), 'wasm')).rejects.toMatchObject({
        code: 'BACKEND_UNAVAILABLE',
        message: reason,
      });
      await vi.advanceTimersByTimeAsync(15_000);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps a slow one that is verified where a file of another does not arrive', async () => {
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    vi.mocked(openFastest).mockImplementation(timed({ webgl: 130 }));
    const missing = new DepthproofError('ASSET_MISSING', 'HTTP status 404');
    const { report } = await chooseFrom({ ...files, wasmBinary: () => Promise.reject(missing) });
    expect(report.name).toBe('webgl');
    expect(report.skipped).toMatchObject([
      { name: 'webgpu' },
      { name: 'wasm', reason: expect.stringMatching('HTTP status 404') as string },
    ]);
    expect(closed).toEqual([]);
  });

  describe('where the file of a backend is slow or missing', () => {
    /** A choice of WebGPU alone, whose file is what comes of `file`. */
    const chooseWebGpu = async (file: () => unknown) => {
      vi.resetModules();
      vi.doMock('../../backends/webgpu/device', file as () => Promise<object>);
      vi.doMock('./precision', () => ({ openFastest: timed({ webgpu: 1 }) }));
      const fresh = await import('./choose');
      vi.useFakeTimers();
      return { choosing: fresh.choose(files, 'webgpu') };
    };
    const opens = { openWebGpu: () => Promise.resolve(backend('webgpu')) };

    afterEach(() => {
      vi.useRealTimers();
    });

    it('does not take a slow network for a slow adapter', async () => {
      let arrive: (file: object) => void = () => undefined;
      const { choosing } = await chooseWebGpu(() => new Promise((resolve) => (arrive = resolve)));
      const report = choosing.then(({ report }) => report.name);
      report.catch(() => undefined);
      await vi.advanceTimersByTimeAsync(20_000);
      arrive(opens);
      expect(await report).toBe('webgpu');
    });

    it.each([
      { code: 'ASSET_TIMEOUT', file: () => new Promise(() => undefined) },
      { code: 'ASSET_MISSING', file: () => Promise.reject(new TypeError('HTTP status 404')) },
    ])('says $code', async ({ code, file }) => {
      const { choosing } = await chooseWebGpu(file);
      const refused = expect(choosing).rejects.toMatchObject({ code });
      await vi.advanceTimersByTimeAsync(40_000);
      await refused;
    });
  });
});
