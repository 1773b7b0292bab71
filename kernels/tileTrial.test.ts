import { afterAll, afterEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { TILES, type Tile } from '../src/backends/webgpu/maps';
import { quickerTile } from '../src/network/planned/tileTrial';
import { openAdapters } from './testing/openAdapters';

// In halves the trial is the same.
const adapters = (await openAdapters()).filter(({ gpu }) => gpu.scalar === 'f32');

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 600_000 };
/** Far more than the tiles differ by in truth. */
const DELAY = 500;

/** Overrides methods of one of Dawn's objects, which insist on being called on themselves. */
function overriding<T extends object>(target: T, overrides: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in overrides ? overrides : target, name);
      return typeof value === 'function' && !(name in overrides) ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The device, whose work seems to take `DELAY` ms more where a launch of `tile` is in it. */
function slowedDown(device: GPUDevice, tile: Tile): GPUDevice {
  const slow = new WeakSet<GPUBindGroup>();
  let waiting = false;
  return overriding(device, {
    createBindGroup(descriptor) {
      const group = device.createBindGroup(descriptor);
      if (descriptor.label === `trial of ${tile} tiles`) slow.add(group);
      return group;
    },
    createCommandEncoder() {
      const encoder = device.createCommandEncoder();
      return overriding(encoder, {
        beginComputePass() {
          const pass = encoder.beginComputePass();
          return overriding(pass, {
            setBindGroup(index: number, group: GPUBindGroup) {
              waiting ||= slow.has(group);
              pass.setBindGroup(index, group);
            },
          });
        },
      });
    },
    queue: overriding(device.queue, {
      async onSubmittedWorkDone() {
        await device.queue.onSubmittedWorkDone();
        if (waiting) await new Promise((resolve) => setTimeout(resolve, DELAY));
        waiting = false;
        return undefined;
      },
    }),
  });
}

describe.skipIf(adapters.length === 0)('the trial of tiles', PATIENCE, () => {
  describe.each(adapters)('on $name', ({ gpu: { device }, errors }) => {
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => device.destroy());

    it.each(TILES)('passes over %s tiles where they are slower', async (tile) => {
      expect(await quickerTile(slowedDown(device, tile))).not.toBe(tile);
    });

    it('launches nothing more once it is late', async () => {
      const late = new AbortController();
      const submit = vi.fn(device.queue.submit.bind(device.queue));
      const onSubmittedWorkDone = () => {
        late.abort(new Error('late'));
        return device.queue.onSubmittedWorkDone();
      };
      const watched = overriding(device, {
        queue: overriding(device.queue, { submit, onSubmittedWorkDone }),
      });
      await expect(quickerTile(watched, late.signal)).rejects.toThrow('late');
      expect(submit).toHaveBeenCalledOnce();
    });

    it('rejects where one does not compile, and keeps no buffer', async () => {
      const destroyed: MockInstance[] = [];
      const failing = overriding(device, {
        createBuffer(descriptor) {
          const buffer = device.createBuffer(descriptor);
          destroyed.push(vi.spyOn(buffer, 'destroy'));
          return buffer;
        },
        createComputePipelineAsync: (descriptor) =>
          descriptor.compute.constants?.['TALL']
            ? Promise.reject(new Error('the driver gave up'))
            : device.createComputePipelineAsync(descriptor),
      });
      await expect(quickerTile(failing)).rejects.toThrow('the driver gave up');
      expect(destroyed.length).toBeGreaterThan(0);
      for (const destroy of destroyed) expect(destroy).toHaveBeenCalledOnce();
      // Nothing that still compiled may be submitted without its buffers: that would be an uncaught error.
      await new Promise((resolve) => setTimeout(resolve, DELAY));
      await device.queue.onSubmittedWorkDone();
    });
  });
});
