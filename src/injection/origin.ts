import { within } from '../timeout';

/** Where a video track comes from, as far as the page can tell; a page in other hands can tell anything. */
export interface TrackOrigin {
  /** Class of the track: `MediaStreamTrack` for a camera, another for a canvas or a generator, empty where it has none. */
  kind: string;
  /**
   * Whether the browser lists a camera with the track's id; `undefined` where it gives no id or refuses the list, `false`
   * also where the list never comes though the page was in front.
   */
  listed: boolean | undefined;
  /** Whether `getUserMedia` and `enumerateDevices` are the browser's own functions. */
  native: boolean;
}

/** Milliseconds that a browser may take to list its cameras. */
const LIST_LIMIT = 2000;

/** A signal, never a block: functions of a meddled page that throw or never answer are odd, and no more. */
export async function originOf(track: MediaStreamTrack, devices: MediaDevices): Promise<TrackOrigin> {
  // Browsers may hold the list back from a page that is hidden; one that is back from that may be out of time at once.
  let away = document.hidden;
  const waiting = new AbortController();
  document.addEventListener('visibilitychange', () => (away = true), { signal: waiting.signal });
  const listed = await isListed(track, devices).catch(() => (away ? undefined : false));
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

/** Rejects where the list is not asked for or answered as a browser would. */
async function isListed(track: MediaStreamTrack, devices: MediaDevices): Promise<boolean | undefined> {
  const { deviceId } = track.getSettings();
  const listing = devices.enumerateDevices().catch(() => undefined);
  const cameras = await within(LIST_LIMIT, listing, () => new Error('the cameras were not listed in time'));
  return deviceId ? cameras?.some((camera) => camera.deviceId === deviceId) : undefined;
}

/** The browser's own are their prototype's; a bound function calls itself native code, too. */
function isNative(devices: MediaDevices, name: 'getUserMedia' | 'enumerateDevices'): boolean {
  const method: unknown = Reflect.get(devices, name);
  return (
    // Not `Object.hasOwn`: Chrome before 93 has none, and would look odd.
    !Object.prototype.hasOwnProperty.call(devices, name) &&
    typeof method === 'function' &&
    Function.prototype.toString.call(method).includes('[native code]')
  );
}

export function originIsOdd({ kind, listed, native }: TrackOrigin): boolean {
  return kind !== 'MediaStreamTrack' || listed === false || !native;
}
