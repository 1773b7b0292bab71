import { describe, expect, it, vi } from 'vitest';
import { openWasmInNode } from '../../../kernels/testing/shippedModel';
import type { PlannedCrop } from './cropper';
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
      architecture: { depth_size: 1 },
      read,
    } as unknown as DepthPlan;
    const seen: string[] = [];
    const window = new PlannedWindow(plan, {
      watches: (name) => ['appearance', 'temporal.gru1', 'refined'].includes(name),
      see: (name) => void seen.push(name),
    });
    const crop = { index: 0 } as PlannedCrop;
    await window.push(crop, crop);
    await window.push(crop, crop);
    await window.finish();
    expect(read.mock.calls).toEqual([['appearance'], ['temporal.gru1']]);
    expect(seen).toEqual(['appearance', 'temporal.gru1', 'refined']);
  });
});
