import { describe, expect, it, vi } from 'vitest';
import { openWasmInNode } from '../../../kernels/testing/shippedModel';
import { PlannedCrop } from './cropper';
import type { DepthPlan } from './depthPlan';
import { PlannedWindow } from './plannedNetwork';

describe('a planned window under test', () => {
  it('reads back what is watched, and nothing else', async () => {
    await openWasmInNode();
    const read = vi.fn<(name: string) => Promise<Float32Array>>(() => Promise.resolve(Float32Array.of(1)));
    const plan = {
      observable: ['backbone.depth1', 'appearance', 'temporal.gru1', 'temporal.gru2'],
      start: vi.fn(),
      advance: vi.fn(),
      finish: () => Promise.resolve(Float32Array.of(0, 0.5, 0.25)),
      architecture: { depth_size: 1, beta: 1 },
      read,
    } as unknown as DepthPlan;
    const seen: string[] = [];
    const logit = vi.fn(() => 0);
    const window = new PlannedWindow(
      plan,
      { logit },
      {
        watches: (name) => ['appearance', 'temporal.gru1', 'refined'].includes(name),
        see: (name) => void seen.push(name),
      },
    );
    const crop = new PlannedCrop(0, [], () => Promise.reject(new Error('not read')));
    const crops = { face: crop, context: crop };
    await window.push(crops);
    await window.push(crops);
    expect((await window.finish()).logit).toBe(0.5);
    expect(logit).toHaveBeenCalledWith(Float32Array.of(0.25));
    expect(read.mock.calls).toEqual([['appearance'], ['temporal.gru1']]);
    expect(seen).toEqual(['appearance', 'temporal.gru1', 'refined']);
  });
});
