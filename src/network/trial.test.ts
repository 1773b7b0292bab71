import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Network } from './network';
import { trial } from './trial';

/**
 * A network whose first crop takes `crop` ms, as that one compiles, whose frames take `frame` ms, and what a window's
 * first frame takes besides `appearance` ms.
 */
function network({ crop, frame, appearance = 0 }: { crop: number; frame: number; appearance?: number }) {
  const spend = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const ready = () => Promise.resolve();
  const push = vi.fn(() => spend(frame + (push.mock.calls.length === 1 ? appearance : 0)));
  const dispose = vi.fn();
  const of = {
    architecture: { frames: 5 },
    crop: () => ({ face: { data: () => spend(crop), dispose }, context: { data: ready, dispose } }),
    window: () => ({ push, finish: ready, dispose }),
  };
  return { network: of as unknown as Network, push, dispose };
}

describe('trial', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    const close = () => undefined;
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = close;
        transferToImageBitmap = () => ({ close });
      },
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const timed = async (network: Network) => {
    const time = trial(network);
    await vi.advanceTimersByTimeAsync(20_000);
    return time;
  };

  it('tells a frame of a quick network apart from what its crops take to compile', async () => {
    const { network: quick, push, dispose } = network({ crop: 5000, frame: 10 });
    expect(await timed(quick)).toBeCloseTo(10, 0);
    expect(push).toHaveBeenCalledTimes(2);
    expect(dispose).toHaveBeenCalledTimes(3);
  });

  it('counts the first frame of a window as often as there is one', async () => {
    const { network: quick } = network({ crop: 1, frame: 10, appearance: 50 });
    expect(await timed(quick)).toBeCloseTo(20, 0);
  });

  it('spends one frame on a slow one', async () => {
    const { network: slow, push } = network({ crop: 1, frame: 400 });
    expect(await timed(slow)).toBeCloseTo(400, 0);
    expect(push).toHaveBeenCalledOnce();
  });
});
