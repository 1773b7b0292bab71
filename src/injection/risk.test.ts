import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { labelIsVirtual } from './label';
import { originIsOdd, originOf } from './origin';
import { injectionRisk } from './risk';
import { isStill, stillnessOf } from './stillness';
import { isUneven, timingOf } from './timing';

const camera = { kind: 'MediaStreamTrack', listed: true, native: true };
/** 30 frames a second for two seconds, each late or early by up to `jitter` ms. */
const times = (jitter: number) =>
  Array.from({ length: 60 }, (_, frame) => (frame * 1000) / 30 + jitter * Math.sin(frame * 7));
const noisy = Array.from({ length: 20 }, (_, frame) => 0.4 + frame / 100);

describe('injection', () => {
  const page = Object.assign(new EventTarget(), { hidden: false, hasFocus: (): boolean => true });
  beforeEach(() => vi.stubGlobal('document', page));
  afterEach(() => vi.unstubAllGlobals());

  it('is not hinted at by an ordinary camera', () => {
    const risk = injectionRisk('FaceTime HD Camera (05ac:8514)', camera, times(3), noisy);
    expect(risk.signs).toEqual([]);
    expect(risk.evidence.timing.intervals).toBe(59);
    expect(risk.evidence.stillness).toEqual({ pairs: 20, same: 0 });
  });

  it('names every sign beside its evidence', () => {
    const odd = { kind: 'CanvasCaptureMediaStreamTrack', listed: false, native: false };
    const risk = injectionRisk('OBS Virtual Camera', odd, times(40), Array<number>(20).fill(0));
    expect(risk.signs).toEqual(['label', 'settings', 'timing', 'noise']);
    expect(risk.evidence).toMatchObject({ label: 'OBS Virtual Camera', origin: odd, stillness: { same: 1 } });
  });

  it('knows virtual cameras by words, not by letters inside of them', () => {
    for (const label of ['OBS Camera', 'ManyCam Virtual Webcam', 'NDI Video', 'fake_device_0'])
      expect(labelIsVirtual(label), label).toBe(true);
    for (const label of ['', 'Integrated Camera', 'Jobs Cam', 'Indigo HD', 'HD Pro Webcam C920'])
      expect(labelIsVirtual(label), label).toBe(false);
  });

  it.each([{ kind: 'MediaStreamTrackGenerator' }, { listed: false }, { native: false }])(
    'is told by each sign of the origin alone: %o',
    (sign) => {
      expect(originIsOdd(camera)).toBe(false);
      expect(originIsOdd({ ...camera, ...sign })).toBe(true);
    },
  );

  it('needs as many frames, and as large a share of them, as it says', () => {
    expect(isUneven({ intervals: 20, interval: 33, uneven: 0.34 })).toBe(true);
    expect(isUneven({ intervals: 19, interval: 33, uneven: 1 })).toBe(false);
    expect(isUneven({ intervals: 60, interval: 33, uneven: 1 / 3 })).toBe(false);
    expect(isStill({ pairs: 5, same: 0.6 })).toBe(true);
    expect(isStill({ pairs: 4, same: 1 })).toBe(false);
    expect(isStill({ pairs: 10, same: 0.5 })).toBe(false);
    expect(stillnessOf([])).toEqual({ pairs: 0, same: undefined });
    expect(timingOf([0, 100, 150, 250, 350])).toEqual({ intervals: 4, interval: 100, uneven: 0.25 });
  });

  it('says nothing from a few frames', () => {
    expect(isUneven(timingOf(times(40).slice(0, 10)))).toBe(false);
    expect(isStill(stillnessOf([0, 0, 0, 0]))).toBe(false);
    expect(timingOf([])).toEqual({ intervals: 0, interval: undefined, uneven: undefined });
  });

  it('takes dropped frames for what a busy machine does', () => {
    let now = 0;
    const withGaps = Array.from({ length: 60 }, (_, frame) => (now += [33, 66, 34, 101][frame % 4] ?? 0));
    expect(timingOf(withGaps).uneven).toBe(0);
    expect(isUneven(timingOf(withGaps))).toBe(false);
  });

  it.each([15, 20, 24, 25, 30, 50, 60])(
    'takes a coarse clock, as of Firefox, for even at %i frames a second',
    (rate) => {
      const tick = (1000 * 512) / 44_100;
      const ticked = Array.from(
        { length: 200 },
        (_, frame) => Math.floor((frame * 1000) / rate / tick) * tick,
      );
      expect(isUneven(timingOf(ticked))).toBe(false);
      if (rate <= 30) expect(1000 / (timingOf(ticked).interval ?? 0)).toBeCloseTo(rate, 0);
    },
  );

  it('is told by a track that no listed camera has, and by functions of the page', async () => {
    const track = { getSettings: () => ({ deviceId: 'b' }) } as MediaStreamTrack;
    const native = parseInt as () => never;
    const devices = { getUserMedia: native, enumerateDevices: () => Promise.resolve([{ deviceId: 'a' }]) };
    const origin = await originOf(track, devices as unknown as MediaDevices);
    expect(origin).toEqual({ kind: 'Object', listed: false, native: false });
    expect(originIsOdd(origin)).toBe(true);
    expect(originIsOdd({ ...camera, listed: undefined })).toBe(false);
  });

  it('is not told by a browser that does not list its cameras', async () => {
    const track = { getSettings: () => ({ deviceId: 'a' }) } as MediaStreamTrack;
    const enumerateDevices = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const devices = { getUserMedia: enumerateDevices, enumerateDevices };
    const { listed } = await originOf(track, devices as unknown as MediaDevices);
    expect(listed).toBeUndefined();
  });

  describe('is told by functions of the page', () => {
    const track = { getSettings: () => ({ deviceId: 'a' }) } as MediaStreamTrack;
    const list = () => Promise.resolve([{ deviceId: 'a' }]);
    /** As in a browser: the prototype has the functions, which print as native code. */
    const browser = (enumerateDevices: () => unknown = list): object =>
      Object.create({ getUserMedia: parseInt, enumerateDevices: enumerateDevices.bind(null) }) as object;
    const origin = (devices?: object) => originOf(track, devices as MediaDevices);

    it('but not by those of the browser', async () => {
      expect(await origin(browser())).toEqual({ kind: 'Object', listed: true, native: true });
    });

    it('nor by one of several cameras', async () => {
      const several = () => Promise.resolve([{ deviceId: 'b' }, { deviceId: 'a' }]);
      expect((await origin(browser(several))).listed).toBe(true);
    });

    it('that are none, or that print as what they are', async () => {
      const printed = Object.create({ getUserMedia: () => undefined, enumerateDevices: parseInt }) as object;
      expect((await origin(printed)).native).toBe(false);
      const none = Object.create({ getUserMedia: 'function parseInt() { [native code] }' }) as object;
      expect((await origin(none)).native).toBe(false);
    });

    it('though they are bound, which makes them print as native', async () => {
      const devices = Object.assign(browser(), { getUserMedia: list.bind(null) });
      expect(await origin(devices)).toEqual({ kind: 'Object', listed: true, native: false });
    });

    it.each([
      {
        what: 'throw',
        answer: () => {
          throw new Error('no');
        },
      },
      { what: 'answer with no promise', answer: () => undefined },
      { what: 'never answer', answer: () => new Promise(() => undefined) },
    ])('that $what, which ends nothing', async ({ answer }) => {
      vi.useFakeTimers();
      const told = origin(browser(answer));
      await vi.advanceTimersByTimeAsync(2000);
      vi.useRealTimers();
      expect(await told).toEqual({ kind: 'Object', listed: false, native: true });
    });

    it('that are gone', async () => {
      const gone = { kind: 'Object', listed: false, native: false };
      expect(await origin({})).toEqual(gone);
      expect(await origin(undefined)).toEqual(gone);
    });

    it('that throw when they are looked at, and by a track of no class', async () => {
      const devices = {
        get getUserMedia() {
          throw new Error('no');
        },
      };
      const bare = Object.assign(Object.create(null), track) as MediaStreamTrack;
      expect(await originOf(bare, devices as unknown as MediaDevices)).toEqual({
        kind: '',
        listed: false,
        native: false,
      });
    });

    it('but not by the age of the browser', async () => {
      const lacking = vi.spyOn(Object, 'hasOwn').mockImplementation(() => {
        throw new TypeError('Object.hasOwn is not a function');
      });
      const told = await origin(browser()).finally(() => {
        lacking.mockRestore();
      });
      expect(told.native).toBe(true);
    });

    it.each(['is', 'was'])('but not by a list that is late while the page %s hidden', async (when) => {
      vi.useFakeTimers();
      page.hidden = when === 'is';
      const told = origin(browser(() => new Promise(() => undefined)));
      if (when === 'was') page.dispatchEvent(new Event('visibilitychange'));
      page.hidden = false;
      await vi.advanceTimersByTimeAsync(2000);
      vi.useRealTimers();
      expect(await told).toEqual({ kind: 'Object', listed: undefined, native: true });
    });

    it('but not by a list that is late while another window has the focus, as in Firefox', async () => {
      vi.useFakeTimers();
      vi.spyOn(page, 'hasFocus').mockReturnValueOnce(false);
      const told = origin(browser(() => new Promise(() => undefined)));
      await vi.advanceTimersByTimeAsync(2000);
      vi.useRealTimers();
      expect(await told).toEqual({ kind: 'Object', listed: undefined, native: true });
    });
  });
});
