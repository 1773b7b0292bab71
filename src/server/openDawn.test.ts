import { delimiter } from 'node:path';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { lavapipe } from '../../scripts/vulkan.mjs';
import { SCORE_TOLERANCE } from './depthproofServer';
import { openDawn } from './openDawn';
import { Scorer } from './scorer';
import { files, openTestServer } from './testing/openTestServer';
import { frameTimes } from './testing/shipped';
import { windowOf } from './testing/windows';

const manifest = lavapipe();

describe('the GPU', () => {
  beforeAll(() => {
    // The Vulkan loader reads it when the first instance is made: only lavapipe is found.
    process.env['VK_ICD_FILENAMES'] = [manifest ?? '/nowhere'].join(delimiter);
    process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
    // Quick to compile, as test/kernels has it.
    Object.assign(process.env, { LP_NATIVE_VECTOR_WIDTH: '128', GALLIVM_PERF: 'nopt' });
  });

  it.runIf(manifest)(
    'gives the windows of the demo clips the scores of WASM',
    async () => {
      const windows = [];
      for (const name of ['live', 'print', 'replay'] as const) windows.push(await windowOf(name));
      const scorer = await Scorer.open(files, () => openDawn({ software: true }));
      for (const { frames, score } of windows) {
        const found = await scorer.score({ frames, times: frameTimes(0) });
        expect(Math.abs(found.score - score)).toBeLessThan(SCORE_TOLERANCE);
      }
    },
    300_000,
  );

  it('is none where there is only one in software, or none at all', async () => {
    const refused = { name: 'GpuError', code: 'GPU_UNAVAILABLE' };
    await expect(openDawn()).rejects.toMatchObject(refused);
    await expect(openDawn({ flags: ['adapter=nothing'], software: true })).rejects.toMatchObject(refused);
  });

  it('keeps a server from opening that was told to use one', async () => {
    await expect(openTestServer({ gpu: true })).rejects.toMatchObject({ code: 'GPU_UNAVAILABLE' });
  });
});
