const key = 'depthproof.camera';

/** Id of the camera chosen since the page was opened. */
let chosen: string | undefined;

/** Returns the id of the camera chosen last, in this page or else on this site; `undefined` if there is none. */
export function rememberedCamera(): string | undefined {
  if (chosen !== undefined) return chosen;
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice for the next visit; if storage is blocked, only for this one. */
export function rememberCamera(deviceId: string): void {
  chosen = deviceId;
  try {
    localStorage.setItem(key, deviceId);
  } catch {
    // A preference is not worth an error.
  }
}
