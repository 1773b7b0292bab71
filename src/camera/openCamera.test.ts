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
      const asked = browser('usb', name);
      expect((await openCamera({ deviceId: 'usb' })).stream).toBe(stream);
      expect(asked).toHaveLength(2);
      expect(asked[1]?.video.deviceId).toBeUndefined();
    },
  );

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
