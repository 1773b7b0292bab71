import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Network } from '../../network/network';
import { benchmarkFrame } from './benchmark';

const SIZE = 4;

/** The crop of the left 480 px of a frame of 640 x 480, by hand: the frame's ramps at the pixels' centres. */
const ramps = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, index) => {
  const [x, y] = [Math.floor(index / 3) % SIZE, Math.floor(index / 3 / SIZE)].map((at) => (at + 0.5) / SIZE);
  const [across = NaN, down = NaN] = [0.75 * (x ?? NaN), y];
  return ([across, down, 1 - across][index % 3] ?? NaN) - 0.5;
});

/**
 * A network whose first crop takes `crop` ms, as that one compiles, and shows `shows`, whose frames take `frame` ms, and
 * what a window's first frame takes besides `appearance` ms.
 */
function network({
  crop,
  frame,
  appearance = 0,
  shows = ramps,
}: {
  crop: number;
  frame: number;
  appearance?: number;
  shows?: Float32Array;
}) {
  const spend = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const ready = () => Promise.resolve();
  const push = vi.fn(() => spend(frame + (push.mock.calls.length === 1 ? appearance : 0)));
  const dispose = vi.fn();
  const rule = { size: SIZE, range: [-0.5, 0.5] };
  const of = {
    model: { architecture: { frames: 5 }, crops: { face: rule, context: rule } },
    crop: () => ({
      face: { data: () => spend(crop).then(() => shows), dispose },
      context: { data: () => Promise.resolve(ramps), dispose },
    }),
    window: () => ({ push, finish: ready, dispose }),
  };
  return { network: of as unknown as Network, push, dispose };
}

describe('benchmarkFrame', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    const close = () => undefined;
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => ({ putImageData: close });
        transferToImageBitmap = () => ({ close });
      },
    );
    vi.stubGlobal(
      'ImageData',
      class {
        readonly data: Uint8ClampedArray;
        constructor(width: number, height: number) {
          this.data = new Uint8ClampedArray(4 * width * height);
        }
      },
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const timed = async (network: Network) => {
    const time = benchmarkFrame(network);
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

  const from = (other: (index: number) => number) => ramps.map((_, index) => ramps[other(index)] ?? NaN);
  it.each([
    ['black', ramps.map(() => -0.5)],
    ['with red and blue swapped', from((index) => index + 2 - 2 * (index % 3))],
    ['upside down', from((index) => index + 3 * SIZE * (SIZE - 1 - 2 * Math.floor(index / 3 / SIZE)))],
    ['not numbers', ramps.map(() => NaN)],
  ])('refuses crops that are %s', async (_, shows) => {
    const { network: wrong, push, dispose } = network({ crop: 1, frame: 10, shows });
    const refused = expect(benchmarkFrame(wrong)).rejects.toThrow('its crops are wrong');
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
    expect(push).not.toHaveBeenCalled();
    expect(dispose).toHaveBeenCalledTimes(3);
  });
});
