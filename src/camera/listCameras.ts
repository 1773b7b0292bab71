export interface CameraDevice {
  deviceId: string;
  /** The name that the browser shows. */
  label: string;
}

/**
 * Returns the cameras that a person can choose from. The list is empty until camera access was granted once, since
 * browsers hide names and ids until then. Call it once a check is `ready`.
 */
export async function listCameras(): Promise<CameraDevice[]> {
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  const devices = (await mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label }));
}
