import { afterEach, describe, expect, it, vi } from 'vitest';
import { openCamera } from './openCamera';

const track = Object.assign(new EventTarget(), { label: 'Front', stop: vi.fn() });
const stream = { getTracks: () => [track], getVideoTracks: () => [track] };

type Wanted = { video: { deviceId?: { exact: string }; facingMode?: object } };

/** A browser whose camera `held` fails with an error of this name; the others open. @returns what it was asked for */
function browser(held: string, name: string): Wanted[] {
  const asked: Wanted[] = [];
  const getUserMedia = (wanted: Wanted) => {
    asked.push(wanted);
    return wanted.video.deviceId?.exact === held
      ? Promise.reject(new DOMException('as the browser words it', name))
      : Promise.resolve(stream);
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('openCamera', () => {
  it('opens the camera that is preferred', async () => {
    const asked = browser('another', 'NotReadableError');
    await openCamera({ deviceId: 'usb' });
    expect(asked).toMatchObject([{ video: { deviceId: { exact: 'usb' } } }]);
  });

  it.each(['OverconstrainedError', 'NotFoundError', 'NotReadableError', 'AbortError'])(
    'opens another one where that gives %s',
    async (name) => {
      vi.useFakeTimers();
      const asked = browser('usb', name);
      const opening = openCamera({ deviceId: 'usb' });
      await vi.runAllTimersAsync();
      vi.useRealTimers();
      expect((await opening).stream).toBe(stream);
      const [another, ...chosen] = asked.reverse();
      expect(another?.video.deviceId).toBeUndefined();
      for (const { video } of chosen) expect(video.deviceId).toEqual({ exact: 'usb' });
      // One that is gone does not come back in a moment.
      expect(chosen.length).toBe(/Overconstrained|NotFound/.test(name) ? 1 : 7);
    },
  );

  it('waits for a camera that is free only a moment after its stop', async () => {
    let busy = 3;
    const getUserMedia = vi.fn(() =>
      busy-- > 0 ? Promise.reject(new DOMException('busy', 'NotReadableError')) : Promise.resolve(stream),
    );
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    expect((await openCamera({ deviceId: 'usb', exact: true })).stream).toBe(stream);
    for (const [wanted] of getUserMedia.mock.calls as unknown as [Wanted][])
      expect(wanted.video.deviceId).toEqual({ exact: 'usb' });
  });

  it('asks no second time for a camera that took long to fail, as Chromium lets it', async () => {
    vi.useFakeTimers();
    const getUserMedia = vi.fn(({ video }: Wanted) =>
      video.deviceId
        ? new Promise<never>((_, reject) => {
            setTimeout(() => reject(new DOMException('Timeout starting video source', 'AbortError')), 10_000);
          })
        : Promise.resolve(stream),
    );
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    const opening = openCamera({ deviceId: 'usb' });
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect((await opening).stream).toBe(stream);
    expect(getUserMedia).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['OverconstrainedError', 'CAMERA_ABSENT'],
    ['NotReadableError', 'CAMERA_IN_USE'],
  ])('puts no other camera in the place of the one just chosen, with %s', async (name, code) => {
    const asked = browser('usb', name);
    await expect(openCamera({ deviceId: 'usb', exact: true })).rejects.toMatchObject({ code });
    for (const { video } of asked) expect(video.deviceId).toEqual({ exact: 'usb' });
  });

  it('says that a permission was withdrawn, and that a camera was unplugged', async () => {
    browser('none', '');
    const permission = { state: 'granted' };
    vi.stubGlobal('navigator', {
      ...navigator,
      permissions: { query: () => Promise.resolve({ state: permission.state }) },
    });
    const unplugged = await openCamera();
    track.dispatchEvent(new Event('ended'));
    expect((await unplugged.lost).code).toBe('CAMERA_LOST');
    const withdrawn = await openCamera();
    await Promise.resolve();
    permission.state = 'prompt';
    track.dispatchEvent(new Event('ended'));
    expect((await withdrawn.lost).code).toBe('CAMERA_DENIED');
  });

  it('asks nobody twice who has said no', async () => {
    const asked = browser('usb', 'NotAllowedError');
    await expect(openCamera({ deviceId: 'usb' })).rejects.toMatchObject({ code: 'CAMERA_DENIED' });
    expect(asked).toHaveLength(1);
  });

  it('asks for no other one once nobody wants it any more', async () => {
    const leaving = new AbortController();
    let refuse: (error: DOMException) => void = () => undefined;
    const getUserMedia = vi.fn(() => new Promise<never>((_, reject) => (refuse = reject)));
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    const opening = openCamera({ deviceId: 'usb', signal: leaving.signal });
    leaving.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    refuse(new DOMException('as the browser words it', 'NotReadableError'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(getUserMedia).toHaveBeenCalledTimes(1);
  });
});
