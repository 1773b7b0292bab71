import { listen } from '../listen';
import { within } from '../timeout';

/** Origin of a video track, as far as the page can tell. A page that was tampered with can tell anything. */
export interface TrackOrigin {
  /** Class of the track: `MediaStreamTrack` for a camera, another for a canvas or a generator, empty if it has none. */
  kind: string;
  /**
   * Whether the browser lists a camera with the track's id; `undefined` if it gives no id or refuses the list, `false`
   * also if the list never arrives although the page is visible and has the focus.
   */
  listed: boolean | undefined;
  /** Whether `getUserMedia` and `enumerateDevices` are the browser's own functions. */
  native: boolean;
}

/** Milliseconds in which a browser must list its cameras. */
const LIST_LIMIT = 2000;

/** Never rejects: functions of a tampered page that throw or never answer make the origin odd, but block nothing. */
export async function originOf(track: MediaStreamTrack, devices: MediaDevices): Promise<TrackOrigin> {
  // Browsers may withhold the list from a hidden page, and Firefox does from a page without the focus. When a hidden page comes
  // back, its time may be up at once.
  let away = document.hidden || !document.hasFocus();
  const waiting = new AbortController();
  listen(document, 'visibilitychange', () => (away = true), waiting.signal);
  const listed = await isListed(track, devices).catch(() =>
    away || !document.hasFocus() ? undefined : false,
  );
  waiting.abort();
  return {
    kind: unlessThrown(() => track.constructor.name, ''),
    listed,
    native: unlessThrown(
      () => isNative(devices, 'getUserMedia') && isNative(devices, 'enumerateDevices'),
      false,
    ),
  };
}

function unlessThrown<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}

/** Rejects if the list cannot be requested, or is not answered as a browser would. */
async function isListed(track: MediaStreamTrack, devices: MediaDevices): Promise<boolean | undefined> {
  const { deviceId } = track.getSettings();
  const listing = devices.enumerateDevices().catch(() => undefined);
  const cameras = await within(LIST_LIMIT, listing, () => new Error('the cameras were not listed in time'));
  return deviceId ? cameras?.some((camera) => camera.deviceId === deviceId) : undefined;
}

/** Whether the function is the prototype's own: a bound function prints as native code, too. */
function isNative(devices: MediaDevices, name: 'getUserMedia' | 'enumerateDevices'): boolean {
  const method: unknown = Reflect.get(devices, name);
  return (
    // Chrome before 93 has no `Object.hasOwn`, and would look odd.
    !Object.prototype.hasOwnProperty.call(devices, name) &&
    typeof method === 'function' &&
    Function.prototype.toString.call(method).includes('[native code]')
  );
}

export function originIsOdd({ kind, listed, native }: TrackOrigin): boolean {
  return kind !== 'MediaStreamTrack' || listed === false || !native;
}
