import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend } from '../backends/backend';
import type { Variant } from '../backends/webgpu/variant';
import type { Golden } from './golden';
import type { Model } from './model';
import { openPlanned } from './openPlanned';
import type { PlannedNetwork } from './planned/plannedNetwork';
import { quickerTile } from './planned/tileTrial';
import { selfTest } from './selfTest';
import { trial } from './trial';

const create = vi.hoisted(() => vi.fn<(device: GPUDevice, variant: Variant) => Promise<PlannedNetwork>>());
vi.mock('./planned/plannedNetwork', () => ({ PlannedNetwork: { create } }));
vi.mock('./planned/tileTrial', () => ({ quickerTile: vi.fn() }));
vi.mock('./selfTest', () => ({ selfTest: vi.fn() }));
vi.mock('./trial', () => ({ trial: vi.fn() }));

/** A variant's name: 'f32 low' and its like. */
const nameOf = ({ scalar, tile }: Variant) => `${scalar} ${tile}`;
const never = new Promise<never>(() => undefined);

/** By variant: what it takes to open, whether its numbers are wrong, and its frames' times; the last one stays. */
interface Behaviour {
  opening?: Promise<unknown>;
  wrong?: boolean;
  milliseconds?: number[];
}
let behaviours: Record<string, Behaviour>;
/** Variants opened, and what of them is still there. */
let opened: string[];
let alive: string[];
const device = (half: boolean) => ({ features: new Set(half ? ['shader-f16'] : []) }) as unknown as GPUDevice;

const open = async ({
  half = false,
  known,
  left = 13_000,
}: { half?: boolean; known?: Variant; left?: number } = {}) => {
  const backend = { device: device(half) } as unknown as Backend;
  const deadline = performance.now() + left;
  return openPlanned(backend, {} as Model, new ArrayBuffer(0), {} as Golden, deadline, known);
};

describe('openPlanned', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    behaviours = {};
    opened = [];
    alive = [];
    const times = new Map<object, number[]>();
    const wrong = new Set<object>();
    vi.mocked(quickerTile).mockReset().mockResolvedValue('tall');
    create.mockReset().mockImplementation(async (_device, variant) => {
      const name = nameOf(variant);
      const { opening, wrong: isWrong, milliseconds = [10] } = behaviours[name] ?? {};
      opened.push(name);
      await opening;
      const network = { dispose: () => void (alive = alive.filter((other) => other !== name)) };
      alive.push(name);
      times.set(network, [...milliseconds]);
      if (isWrong) wrong.add(network);
      return network as unknown as PlannedNetwork;
    });
    vi.mocked(selfTest)
      .mockReset()
      .mockImplementation((_model, _golden, network) =>
        Promise.resolve({ passed: !wrong.has(network), relativeL2: 0, scoreDifference: 0, milliseconds: 1 }),
      );
    vi.mocked(trial)
      .mockReset()
      .mockImplementation((network) => {
        const [time = NaN, ...more] = times.get(network) ?? [];
        if (more.length > 0) times.set(network, more);
        return Promise.resolve(time);
      });
  });
  afterEach(() => vi.useRealTimers());

  it('takes the quicker tile', async () => {
    expect(await open()).toMatchObject({ scalar: 'f32', tile: 'tall', frameMilliseconds: 10 });
    expect(opened).toEqual(['f32 tall']);
  });

  it('takes low tiles where tall ones give wrong numbers, and keeps nothing of these', async () => {
    behaviours = { 'f32 tall': { wrong: true } };
    expect(await open()).toMatchObject({ scalar: 'f32', tile: 'low', selfTest: { passed: true } });
    expect(alive).toEqual(['f32 low']);
  });

  it('takes low tiles where the trial fails or does not end, and tells it so', async () => {
    vi.mocked(quickerTile).mockRejectedValueOnce(new Error('does not compile'));
    expect(await open()).toMatchObject({ tile: 'low' });
    vi.mocked(quickerTile).mockReturnValueOnce(never);
    const opening = open();
    await vi.advanceTimersByTimeAsync(6000);
    expect(await opening).toMatchObject({ tile: 'low' });
    expect(vi.mocked(quickerTile).mock.lastCall?.[1]?.aborted).toBe(true);
  });

  it('rejects where the last variant left does not open', async () => {
    behaviours = {
      'f32 tall': { wrong: true },
      'f32 low': { opening: Promise.reject(new Error('too large')) },
    };
    await expect(open()).rejects.toThrow('too large');
  });

  describe('that knows a variant', () => {
    const known = { scalar: 'f16', tile: 'low' } as const;

    it('tries no other where it is right', async () => {
      expect(await open({ half: true, known })).toMatchObject(known);
      expect(opened).toEqual(['f16 low']);
    });

    it('tries all others where it is not', async () => {
      behaviours = { 'f16 low': { wrong: true } };
      expect(await open({ known })).toMatchObject({ scalar: 'f32', tile: 'tall' });
      expect(alive).toEqual(['f32 tall']);
    });
  });

  describe('where there are halves', () => {
    const half = true;

    it('takes them where they gain a tenth', async () => {
      behaviours = { 'f32 tall': { milliseconds: [20] }, 'f16 tall': { milliseconds: [17] } };
      expect(await open({ half })).toMatchObject({ scalar: 'f16', tile: 'tall', frameMilliseconds: 17 });
      expect(alive).toEqual(['f16 tall']);
    });

    it.each([
      { what: 'gain less', milliseconds: [19], wrong: false },
      { what: 'are slower', milliseconds: [30], wrong: false },
      { what: 'are wrong', milliseconds: [1], wrong: true },
    ])('leaves them where they $what', async ({ milliseconds, wrong }) => {
      behaviours = { 'f32 tall': { milliseconds: [20] }, 'f16 tall': { milliseconds, wrong } };
      expect(await open({ half })).toMatchObject({ scalar: 'f32', frameMilliseconds: 20 });
      expect(alive).toEqual(['f32 tall']);
    });

    it('is not taken in by a GPU that was cold when full precision ran', async () => {
      behaviours = { 'f32 tall': { milliseconds: [40, 20] }, 'f16 tall': { milliseconds: [20] } };
      expect(await open({ half })).toMatchObject({ scalar: 'f32', frameMilliseconds: 20 });
    });

    it('leaves them where they do not open', async () => {
      behaviours = { 'f16 tall': { opening: Promise.reject(new Error('no halves')) } };
      expect(await open({ half })).toMatchObject({ scalar: 'f32' });
    });

    it.each([
      { left: 13_000, most: 5000 },
      { left: 1500, most: 1500 },
    ])(
      'waits for them for at most $most ms of $left, and keeps nothing that comes later',
      async ({ left, most }) => {
        let arrive: () => void = () => undefined;
        behaviours = { 'f16 tall': { opening: new Promise<void>((resolve) => (arrive = resolve)) } };
        let taken: unknown;
        void open({ half, left }).then(({ scalar }) => (taken = scalar));
        await vi.advanceTimersByTimeAsync(most - 100);
        expect(taken).toBeUndefined();
        await vi.advanceTimersByTimeAsync(200);
        expect(taken).toBe('f32');
        vi.mocked(selfTest).mockClear();
        arrive();
        await vi.advanceTimersByTimeAsync(0);
        expect(alive).toEqual(['f32 tall']);
        expect(selfTest).not.toHaveBeenCalled();
      },
    );

    it('does not begin with them when time is up', async () => {
      expect(await open({ half, left: 0 })).toMatchObject({ scalar: 'f32' });
      expect(opened).toEqual(['f32 tall']);
    });
  });
});
