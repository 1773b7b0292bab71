import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWebGpu } from './device';

const destroy = vi.fn();
const requestDevice = vi.fn();
const info = { vendor: 'acme', architecture: '', description: 'Rocket', isFallbackAdapter: false };

/** A browser whose adapter has these. */
function browser(features: string[], named: object | undefined = info): void {
  const adapter = { features: new Set(features), info: named, requestDevice };
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(adapter) } });
}

describe('openWebGpu', () => {
  beforeEach(() => {
    destroy.mockReset();
    requestDevice.mockReset().mockResolvedValue({ destroy, lost: new Promise(() => undefined) });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for fp16 where there is some, and for nothing else', async () => {
    browser(['shader-f16', 'timestamp-query', 'subgroups']);
    expect(await openWebGpu()).toMatchObject({
      name: 'webgpu',
      adapter: 'acme Rocket',
      software: false,
      precisions: ['fp32', 'fp16'],
    });
    browser(['timestamp-query']);
    expect(await openWebGpu()).toMatchObject({ precisions: ['fp32'] });
    expect(requestDevice.mock.calls).toEqual([
      [{ requiredFeatures: ['shader-f16'] }],
      [{ requiredFeatures: [] }],
    ]);
    expect(destroy).not.toHaveBeenCalled();
  });

  it('leaves no device behind where nobody waits for it any more', async () => {
    browser([]);
    await expect(openWebGpu(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
    expect(destroy).toHaveBeenCalledOnce();
  });

  it('leaves none where an old browser does not name its adapter', async () => {
    browser([], null as unknown as object);
    await expect(openWebGpu()).rejects.toThrow(TypeError);
    expect(destroy).toHaveBeenCalledOnce();
  });

  it('says when the device is lost, unless it was closed', async () => {
    browser([]);
    let lose: (info: object) => void = () => undefined;
    requestDevice.mockImplementation(() =>
      Promise.resolve({ destroy, lost: new Promise((resolve) => (lose = resolve)) }),
    );
    const { lost } = await openWebGpu();
    lose({ message: 'driver reset', reason: 'unknown' });
    expect(await lost).toBe('the GPU device was lost: driver reset');
    const closed = await openWebGpu();
    closed.close();
    lose({ message: '', reason: 'destroyed' });
    expect(await Promise.race([closed.lost, Promise.resolve('silent')])).toBe('silent');
  });
});
