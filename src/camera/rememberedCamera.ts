const key = 'depthproof.camera';

/** What was chosen since the page was opened. */
let chosen: string | undefined;

/** The id of the camera chosen last, in this page or else on this site; `undefined` if none was. */
export function rememberedCamera(): string | undefined {
  if (chosen !== undefined) return chosen;
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a choice for the next visit. Where storage is blocked the choice lasts for this visit only. */
export function rememberCamera(deviceId: string): void {
  chosen = deviceId;
  try {
    localStorage.setItem(key, deviceId);
  } catch {
    // A preference is not worth an error.
  }
}
