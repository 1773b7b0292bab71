/** Where a video track comes from, as far as the page can tell; a page in other hands can tell anything. */
export interface TrackOrigin {
  /** Class of the track: `MediaStreamTrack` for a camera, another for a canvas or a generator. */
  kind: string;
  /** Whether the browser lists a camera with the track's id; `undefined` where it gives no id or no list. */
  listed: boolean | undefined;
  /** Whether `getUserMedia` and `enumerateDevices` are the browser's own functions. */
  native: boolean;
}

export async function originOf(track: MediaStreamTrack, devices: MediaDevices): Promise<TrackOrigin> {
  const { deviceId } = track.getSettings();
  const cameras = await devices.enumerateDevices().catch(() => undefined);
  return {
    kind: track.constructor.name,
    listed: deviceId ? cameras?.some((camera) => camera.deviceId === deviceId) : undefined,
    native: isNative(devices, 'getUserMedia') && isNative(devices, 'enumerateDevices'),
  };
}

function isNative(devices: MediaDevices, name: 'getUserMedia' | 'enumerateDevices'): boolean {
  return Function.prototype.toString.call(Reflect.get(devices, name)).includes('[native code]');
}

export function originIsOdd({ kind, listed, native }: TrackOrigin): boolean {
  return kind !== 'MediaStreamTrack' || listed === false || !native;
}
