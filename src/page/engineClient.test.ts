import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WindowEvidence } from '../evidence/response';
import type { BackendReport } from '../session/backendReport';
import { EngineClient, type EngineListener, type Opened } from './engineClient';
import type { FromWorker, ToWorker } from '../session/protocol';
import { startWorker } from './startWorker';

vi.mock('./startWorker', () => ({
  startWorker: vi.fn(),
  workerUrl: (base: URL) => new URL('depthproof-worker.js', base),
}));

vi.stubGlobal('document', new EventTarget());

/** A worker that notes what it is told. */
class Told {
  onmessage: ((event: { data: FromWorker }) => void) | undefined;
  readonly told: ToWorker[] = [];
  postMessage(message: ToWorker) {
    this.told.push(message);
  }
  terminate() {
    this.onmessage = undefined;
  }
  says(data: FromWorker) {
    this.onmessage?.({ data });
  }
}

const listener: EngineListener = { observed: vi.fn(), window: vi.fn(), failed: vi.fn() };
const report = { name: 'webgl', skipped: [] } as unknown as BackendReport;
const opened = { type: 'opened', backend: report } as unknown as Opened;

/** An engine that is being opened, and its worker. */
function opening(base: URL, backend?: 'wasm', memory?: boolean): { client: EngineClient; worker: Told } {
  const worker = new Told();
  vi.mocked(startWorker).mockReturnValueOnce(worker as unknown as Worker);
  const client = new EngineClient(base, listener, memory);
  void client.open({ backend });
  return { client, worker };
}

/** What an engine opened now is told of those before. */
function remembered(base: URL, backend?: 'wasm', memory?: boolean): { worker: Told; remembered: unknown } {
  const { worker } = opening(base, backend, memory);
  const [message] = worker.told;
  return { worker, remembered: message?.type === 'open' ? message.remembered : 'not opened' };
}

describe('what a page remembers of its engines', () => {
  let base: URL;
  let folder = 0;
  beforeEach(() => {
    base = new URL(`https://example.org/${String(folder++)}/`);
    vi.useFakeTimers();
  });

  it('is told to the next one from the same folder', () => {
    remembered(base).worker.says(opened);
    expect(remembered(base).remembered).toBe(report);
    expect(remembered(new URL('https://example.org/elsewhere/')).remembered).toBeUndefined();
  });

  it('is neither made nor used by a forced one, nor by one that replaces a lost one', () => {
    remembered(base, 'wasm').worker.says(opened);
    remembered(base, undefined, false).worker.says(opened);
    const first = remembered(base);
    expect(first.remembered).toBeUndefined();
    first.worker.says(opened);
    expect(remembered(base, 'wasm').remembered).toBeUndefined();
  });

  it.each(['BACKEND_LOST', 'ENGINE_FAILED'] as const)('is forgotten after %s', (code) => {
    const { worker } = remembered(base);
    worker.says(opened);
    worker.says({ type: 'error', code, message: '', cause: undefined });
    expect(remembered(base).remembered).toBeUndefined();
  });

  it('outlives a missing file', () => {
    remembered(base).worker.says(opened);
    remembered(base).worker.says({ type: 'error', code: 'ASSET_MISSING', message: '', cause: undefined });
    expect(remembered(base).remembered).toBe(report);
  });
});

it('hands on what the worker says of an error, its cause too', () => {
  const failed = vi.spyOn(listener, 'failed');
  const { worker } = remembered(new URL('https://example.org/failing/'));
  const cause = 'TypeError: Failed to fetch';
  worker.says({ type: 'error', code: 'ASSET_MISSING', message: 'weights.bin could not be loaded', cause });
  const error = { code: 'ASSET_MISSING', message: 'weights.bin could not be loaded', cause };
  expect(failed).toHaveBeenLastCalledWith(expect.objectContaining(error));
});

it.each([
  ['enforce', ['WORKER_BLOCKED']],
  ['report', []],
])('goes by a policy that forbids the worker only where it is enforced: %s', (disposition, codes) => {
  const failed = vi.spyOn(listener, 'failed').mockClear();
  opening(new URL('https://example.org/policy/'));
  const blockedURI = 'https://example.org/policy/depthproof-worker.js';
  const violation = { blockedURI, disposition, effectiveDirective: 'worker-src' };
  document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), violation));
  expect(failed.mock.calls.map(([{ code }]) => code)).toEqual(codes);
});

describe('the limits of time', () => {
  const base = new URL('https://example.org/slow/');
  const failed = vi.spyOn(listener, 'failed');
  const code = (expected: string) => expect.objectContaining({ code: expected }) as unknown;
  beforeEach(() => {
    vi.useFakeTimers();
    failed.mockClear();
  });

  it('are for silence, not for a slow line', () => {
    const { worker } = opening(base);
    for (let piece = 0; piece < 5; piece++) {
      worker.says({ type: 'arriving' });
      vi.advanceTimersByTime(159_000);
    }
    expect(failed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(failed).toHaveBeenCalledWith(code('ENGINE_FAILED'));
  });

  it('name the worker where it does not arrive itself', () => {
    opening(base);
    vi.advanceTimersByTime(160_000);
    expect(failed).toHaveBeenCalledWith(code('ASSET_TIMEOUT'));
  });

  it('are over once it is open, whatever still arrives', () => {
    const { worker } = opening(base);
    worker.says(opened);
    worker.says({ type: 'arriving' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leave nothing behind of a source that has ended', async () => {
    const { client, worker } = opening(base);
    worker.says(opened);
    const seen = { type: 'observed', observed: {} } as FromWorker;
    for (let source = 0; source < 2; source++) {
      client.frame({} as ImageBitmap, 0, vi.fn());
      worker.says(seen);
      expect(vi.getTimerCount()).toBe(0);
      const ended = client.end();
      worker.says({ type: 'drained', evidence: undefined });
      await ended;
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('answer in their order where a window is asked for while the source ends', async () => {
    const { client, worker } = opening(base);
    worker.says(opened);
    const answers = [client.end(), client.end(700)];
    const evidence = { score: 0.9 } as WindowEvidence;
    worker.says({ type: 'drained', evidence: undefined });
    worker.says({ type: 'drained', evidence });
    expect(await Promise.all(answers)).toEqual([undefined, evidence]);
    expect(worker.told.slice(1)).toEqual([{ type: 'end' }, { type: 'end', evidence: 700 }]);
  });

  it('give a forced backend its time for what is left at the end', () => {
    const { client, worker } = opening(base, 'wasm');
    worker.says(opened);
    client.frame({} as ImageBitmap, 0, vi.fn());
    client.frame({} as ImageBitmap, 1, vi.fn());
    void client.end();
    worker.says({ type: 'observed', observed: {} } as FromWorker);
    vi.advanceTimersByTime(299_000);
    expect(failed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    expect(failed).toHaveBeenCalledWith(code('ENGINE_FAILED'));
  });
});
