import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, Precision } from '../../backends/backend';
import type { Model } from '../../model/manifest';
import type { Golden } from '../../network/golden';
import type { Network } from '../../network/network';
import { benchmarkFrame } from './benchmark';
import { openFastest } from './precision';
import { verify } from './verify';

vi.mock('./verify', () => ({ verify: vi.fn() }));
vi.mock('./benchmark', () => ({ benchmarkFrame: vi.fn() }));

/** What a precision takes to open, whether its numbers are wrong, and its frames' times; the last one stays. */
interface Behaviour {
  opening?: Promise<unknown>;
  wrong?: boolean;
  milliseconds?: number[];
}
let behaviours: Partial<Record<Precision, Behaviour>>;
/** Precisions opened, and those not disposed yet. */
let opened: Precision[];
let alive: Precision[];

const networkIn = async (precision: Precision): Promise<Network> => {
  const { opening } = behaviours[precision] ?? {};
  opened.push(precision);
  await opening;
  alive.push(precision);
  const dispose = () => void (alive = alive.filter((other) => other !== precision));
  return { precision, dispose } as unknown as Network;
};
const precisionOf = (network: Network) => (network as unknown as { precision: Precision }).precision;

const open = ({
  fp16 = false,
  known,
  left = 13_000,
}: { fp16?: boolean; known?: Precision; left?: number } = {}) => {
  const backend = {
    precisions: fp16 ? ['fp32', 'fp16'] : ['fp32'],
    network: (_model: Model, _weights: ArrayBuffer, precision: Precision) => networkIn(precision),
  } as unknown as Backend;
  const deadline = performance.now() + left;
  return openFastest(backend, {} as Model, new ArrayBuffer(0), {} as Golden, deadline, known);
};

describe('openFastest', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    behaviours = {};
    opened = [];
    alive = [];
    const turns = new Map<Network, number>();
    vi.mocked(verify)
      .mockReset()
      .mockImplementation((network) => {
        const passed = !behaviours[precisionOf(network)]?.wrong;
        return Promise.resolve({ passed, relativeL2: 0, scoreDifference: 0, milliseconds: 1 });
      });
    vi.mocked(benchmarkFrame)
      .mockReset()
      .mockImplementation((network) => {
        const times = behaviours[precisionOf(network)]?.milliseconds ?? [10];
        const turn = turns.get(network) ?? 0;
        turns.set(network, turn + 1);
        return Promise.resolve(times[Math.min(turn, times.length - 1)] ?? NaN);
      });
  });
  afterEach(() => vi.useRealTimers());

  it('rejects where fp32 does not open', async () => {
    behaviours = { fp32: { opening: Promise.reject(new Error('too large')) } };
    await expect(open()).rejects.toThrow('too large');
  });

  it('disposes a network that fails while it is verified', async () => {
    vi.mocked(verify).mockRejectedValueOnce(new Error('device lost'));
    await expect(open()).rejects.toThrow('device lost');
    expect(alive).toEqual([]);
  });

  describe('that knows a precision', () => {
    it('tries no other where it is right', async () => {
      expect(await open({ fp16: true, known: 'fp16' })).toMatchObject({ precision: 'fp16' });
      expect(opened).toEqual(['fp16']);
    });

    it('tries the others where it is not', async () => {
      behaviours = { fp16: { wrong: true } };
      expect(await open({ known: 'fp16' })).toMatchObject({ precision: 'fp32' });
      expect(alive).toEqual(['fp32']);
    });
  });

  describe('where there is fp16', () => {
    const fp16 = true;

    it('takes it where it gains a tenth', async () => {
      behaviours = { fp32: { milliseconds: [20] }, fp16: { milliseconds: [17] } };
      expect(await open({ fp16 })).toMatchObject({ precision: 'fp16', frameMilliseconds: 17 });
      expect(alive).toEqual(['fp16']);
    });

    it('takes it where fp32 gives wrong numbers', async () => {
      behaviours = { fp32: { wrong: true, milliseconds: [10] }, fp16: { milliseconds: [30] } };
      expect(await open({ fp16 })).toMatchObject({ precision: 'fp16', selfTest: { passed: true } });
      expect(alive).toEqual(['fp16']);
    });

    it.each([
      { what: 'gains less', milliseconds: [19], wrong: false },
      { what: 'is slower', milliseconds: [30], wrong: false },
      { what: 'is wrong', milliseconds: [1], wrong: true },
    ])('leaves it where it $what', async ({ milliseconds, wrong }) => {
      behaviours = { fp32: { milliseconds: [20] }, fp16: { milliseconds, wrong } };
      expect(await open({ fp16 })).toMatchObject({ precision: 'fp32', frameMilliseconds: 20 });
      expect(alive).toEqual(['fp32']);
    });

    it('is not taken in by a GPU that was cold when fp32 ran', async () => {
      behaviours = { fp32: { milliseconds: [40, 20] }, fp16: { milliseconds: [20] } };
      expect(await open({ fp16 })).toMatchObject({ precision: 'fp32', frameMilliseconds: 20 });
    });

    it('leaves it where it does not open', async () => {
      behaviours = { fp16: { opening: Promise.reject(new Error('no fp16')) } };
      expect(await open({ fp16 })).toMatchObject({ precision: 'fp32' });
    });

    it.each([
      { left: 13_000, most: 5000 },
      { left: 1500, most: 1500 },
    ])(
      'waits for it for at most $most ms of $left, and keeps nothing that comes later',
      async ({ left, most }) => {
        let arrive: () => void = () => undefined;
        behaviours = { fp16: { opening: new Promise<void>((resolve) => (arrive = resolve)) } };
        let taken: unknown;
        void open({ fp16, left }).then(({ precision }) => (taken = precision));
        await vi.advanceTimersByTimeAsync(most - 100);
        expect(taken).toBeUndefined();
        await vi.advanceTimersByTimeAsync(200);
        expect(taken).toBe('fp32');
        vi.mocked(verify).mockClear();
        arrive();
        await vi.advanceTimersByTimeAsync(0);
        expect(alive).toEqual(['fp32']);
        expect(verify).not.toHaveBeenCalled();
      },
    );

    it('does not begin with it when time is up', async () => {
      expect(await open({ fp16, left: 0 })).toMatchObject({ precision: 'fp32' });
      expect(opened).toEqual(['fp32']);
    });
  });
});
