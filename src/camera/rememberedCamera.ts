const key = 'depthproof.camera';

/** The id of the camera chosen last on this site; `undefined` if none was, or if storage is blocked. */
export function rememberedCamera(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice for the next visit. Where storage is blocked the choice lasts for this visit only. */
export function rememberCamera(deviceId: string): void {
  try {
    localStorage.setItem(key, deviceId);
  } catch {
    // A preference is not worth an error.
  }
}
