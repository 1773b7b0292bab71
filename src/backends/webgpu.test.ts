import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { register } from './register';
import { openWebGpu } from './webgpu';

vi.mock('@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu', () => ({ WebGPUBackend: class {} }));
vi.mock('@tensorflow/tfjs-backend-webgpu/dist/kernels/Identity', () => ({
  identityConfig: { kernelName: 'Identity', backendName: 'webgpu', kernelFunc: () => [] },
}));
vi.mock('./register', () => ({ register: vi.fn() }));

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
    vi.mocked(register).mockReset();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('asks for halves where there are some, and for nothing else', async () => {
    browser(['shader-f16', 'timestamp-query', 'subgroups']);
    expect(await openWebGpu()).toMatchObject({ name: 'webgpu', adapter: 'acme Rocket', software: false });
    browser(['timestamp-query']);
    await openWebGpu();
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

  it('leaves none where TensorFlow.js does not take it, or an old browser does not name its adapter', async () => {
    browser([]);
    vi.mocked(register).mockRejectedValueOnce(new Error('could not start'));
    await expect(openWebGpu()).rejects.toThrow('could not start');
    browser([], null as unknown as object);
    await expect(openWebGpu()).rejects.toThrow(TypeError);
    expect(destroy).toHaveBeenCalledTimes(2);
  });
});
