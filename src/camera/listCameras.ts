export interface CameraDevice {
  deviceId: string;
  /** The name the browser shows. */
  label: string;
}

/**
 * The cameras a person can choose from. Empty until camera access was granted once: before that browsers hide
 * names and ids. Call it once a check is `ready`.
 */
export async function listCameras(): Promise<CameraDevice[]> {
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  const devices = (await mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ deviceId, label }));
}
