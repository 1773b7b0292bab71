import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { LARGEST_DISTANCE, relativeL2 } from './check';
import { kernelChecks } from './kernelChecks';
import { openAdapters } from './openAdapters';

const adapters = await openAdapters();

// Drivers in software compile slowly on a busy machine.
const PATIENCE = { timeout: 120_000 };

describe.skipIf(adapters.length === 0)('kernels against double precision', PATIENCE, () => {
  describe.each(adapters)('on $name', ({ gpu, errors }) => {
    afterEach(() => expect(errors.splice(0)).toEqual([]));
    afterAll(() => gpu.device.destroy());

    it.each(kernelChecks)('$name', async ({ run }) => {
      expect(relativeL2(await run(gpu))).toBeLessThan(LARGEST_DISTANCE[gpu.precision]);
    });
  });
});
