import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from './backend';
import { chooseBackend, type Proof, type Prove } from './chooseBackend';
import { select } from './register';
import type { BackendName, BackendReport } from './report';
import { openWasm } from './wasm';
import { openWebGl } from './webgl';
import { openWebGpu } from './webgpu';

vi.mock('./register', () => ({ select: vi.fn() }));
vi.mock('./wasm', () => ({ openWasm: vi.fn() }));
vi.mock('./webgl', () => ({ openWebGl: vi.fn() }));
vi.mock('./webgpu', () => ({ openWebGpu: vi.fn() }));

const PATIENCE = 100;
const closed: BackendName[] = [];

const backend = (name: BackendName, software = false): Backend => ({
  name,
  adapter: `adapter of ${name}`,
  software,
  lost: new Promise(() => undefined),
  close: () => void closed.push(name),
});

/** Proves backends by the milliseconds of their frames; `wrong` ones give wrong numbers. */
const proving =
  (times: Partial<Record<BackendName, number>>, wrong?: BackendName) =>
  ({ name }: Backend): Promise<Proof> =>
    Promise.resolve({
      selfTest: { passed: name !== wrong, relativeL2: 0.5, scoreDifference: 0.25, milliseconds: 1 },
      frameMilliseconds: times[name] ?? NaN,
    });

const choose = (prove: Prove<Proof>, forced?: BackendName, remembered?: BackendReport) =>
  chooseBackend(
    () => Promise.resolve(prove),
    () => Promise.resolve(new Uint8Array(1)),
    PATIENCE,
    forced,
    remembered,
  );

describe('chooseBackend', () => {
  beforeEach(() => {
    closed.length = 0;
    vi.mocked(select).mockClear();
    vi.mocked(openWebGpu).mockResolvedValue(backend('webgpu'));
    vi.mocked(openWebGl).mockResolvedValue(backend('webgl'));
    vi.mocked(openWasm).mockResolvedValue(backend('wasm', true));
  });

  it('takes the first that is right and fast enough, though a later one may be faster', async () => {
    const { report } = await choose(proving({ webgpu: 90, webgl: 1, wasm: 1 }));
    expect(report).toMatchObject({ name: 'webgpu', frameMilliseconds: 90, skipped: [] });
    expect(closed).toEqual([]);
  });

  it('does not wait for a backend that is lost while it proves itself', async () => {
    const lost = Promise.resolve('the WebGL context was lost');
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    vi.mocked(openWebGl).mockResolvedValueOnce({ ...backend('webgl'), lost });
    const prove = proving({ wasm: 50 });
    const { report } = await choose((opened) =>
      opened.name === 'webgl' ? new Promise<never>(() => undefined) : prove(opened),
    );
    expect(report).toMatchObject({
      name: 'wasm',
      skipped: [{ name: 'webgpu' }, { name: 'webgl', reason: 'the WebGL context was lost' }],
    });
    expect(closed).toEqual(['webgl']);
  });

  it('passes over what does not open, is played by the CPU or gives wrong numbers, and says so', async () => {
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    const { report } = await choose(proving({ webgl: 5, wasm: 50 }, 'webgl'));
    expect(report).toMatchObject({
      name: 'wasm',
      skipped: [
        { name: 'webgpu', reason: 'no adapter' },
        { name: 'webgl', reason: 'its numbers are wrong: relative L2 5.0e-1, score off by 0.250' },
      ],
    });
    vi.mocked(openWebGl).mockResolvedValueOnce(backend('webgl', true));
    vi.mocked(openWebGpu).mockResolvedValueOnce(backend('webgpu', true));
    expect((await choose(proving({ wasm: 50 }))).report.skipped.map(({ name }) => name)).toEqual([
      'webgpu',
      'webgl',
    ]);
  });

  it('lets a slow one fall through to a faster', async () => {
    const { report } = await choose(proving({ webgpu: 240, webgl: 30, wasm: 1 }));
    expect(report).toMatchObject({
      name: 'webgl',
      skipped: [{ name: 'webgpu', reason: 'a frame takes it 240 ms' }],
    });
    expect(closed).toEqual(['webgpu']);
  });

  it('takes the fastest where all are slow, and makes it the current one again', async () => {
    const { report } = await choose(proving({ webgpu: 240, webgl: 130, wasm: 150 }));
    expect(report.name).toBe('webgl');
    expect(report.skipped.map(({ name }) => name)).toEqual(['webgpu', 'wasm']);
    expect(closed).toEqual(['webgpu', 'wasm']);
    expect(select).toHaveBeenLastCalledWith('webgl');
  });

  describe('that knows what was chosen before', () => {
    it('tries nothing else, slow or not, and keeps the reasons', async () => {
      const { report: first } = await choose(proving({ webgpu: 240, webgl: 150, wasm: 130 }));
      vi.mocked(openWebGpu).mockClear();
      const { report } = await choose(proving({ wasm: 140 }), undefined, first);
      expect(report).toMatchObject({ name: 'wasm', frameMilliseconds: 140, skipped: first.skipped });
      expect(openWebGpu).not.toHaveBeenCalled();
    });

    it('tries all others where it does not prove itself any more', async () => {
      const { report: first } = await choose(proving({ webgpu: 240, webgl: 30 }));
      const { report } = await choose(proving({ webgpu: 90 }, 'webgl'), undefined, first);
      expect(report.name).toBe('webgpu');
      expect(report.skipped.map(({ name }) => name)).toEqual(['webgl']);
    });
  });

  it.each([
    { forced: undefined, most: 15_000 },
    { forced: 'webgpu' as const, most: 180_000 },
  ])('has the search for something faster end in time for the proof: $most ms', async ({ forced, most }) => {
    const started = performance.now();
    let left = NaN;
    const prove = async (backend: Backend, deadline: number) => {
      left = deadline - started;
      return proving({ webgpu: 1 })(backend);
    };
    await choose(prove, forced);
    expect(left).toBeGreaterThan(most / 2);
    expect(left).toBeLessThan(most - 1000);
  });

  it('takes a forced one though it is slow and software, and nothing else', async () => {
    vi.mocked(openWebGpu).mockResolvedValueOnce(backend('webgpu', true));
    expect((await choose(proving({ webgpu: 900 }), 'webgpu')).report).toMatchObject({
      name: 'webgpu',
      skipped: [],
    });
    vi.mocked(openWebGl).mockRejectedValueOnce(new Error('no context'));
    await expect(choose(proving({}), 'webgl')).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
  });

  it('says that a file is missing where what it would be proved with does not arrive', async () => {
    const prover = () => Promise.reject(new TypeError('HTTP status 404'));
    const binary = () => Promise.resolve(new Uint8Array(1));
    await expect(chooseBackend(prover, binary, PATIENCE)).rejects.toMatchObject({ code: 'ASSET_MISSING' });
  });

  it('keeps a slow one that is proved where the file of another does not arrive', async () => {
    vi.mocked(openWebGpu).mockRejectedValueOnce(new Error('no adapter'));
    const prover = (name: BackendName) =>
      name === 'wasm'
        ? Promise.reject(new TypeError('HTTP status 404'))
        : Promise.resolve(proving({ webgl: 130 }));
    const binary = () => Promise.resolve(new Uint8Array(1));
    const { report } = await chooseBackend(prover, binary, PATIENCE);
    expect(report.name).toBe('webgl');
    expect(report.skipped).toMatchObject([
      { name: 'webgpu' },
      { name: 'wasm', reason: expect.stringMatching('HTTP status 404') as string },
    ]);
    expect(closed).toEqual([]);
  });

  describe('where the file of a backend is slow or missing', () => {
    /** A choice of WebGPU alone, whose file is what comes of `file`. */
    const chooseFrom = async (file: () => unknown) => {
      vi.resetModules();
      vi.doMock('./webgpu', file as () => Promise<object>);
      const fresh = await import('./chooseBackend');
      vi.useFakeTimers();
      const binary = () => Promise.resolve(new Uint8Array(1));
      return {
        choosing: fresh.chooseBackend(
          () => Promise.resolve(proving({ webgpu: 1 })),
          binary,
          PATIENCE,
          'webgpu',
        ),
      };
    };
    const opens = { openWebGpu: () => Promise.resolve(backend('webgpu')) };

    afterEach(() => {
      vi.useRealTimers();
    });

    it('does not take a slow network for a slow adapter', async () => {
      let arrive: (file: object) => void = () => undefined;
      const { choosing } = await chooseFrom(() => new Promise((resolve) => (arrive = resolve)));
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
      const { choosing } = await chooseFrom(file);
      const refused = expect(choosing).rejects.toMatchObject({ code });
      await vi.advanceTimersByTimeAsync(40_000);
      await refused;
    });
  });
});
