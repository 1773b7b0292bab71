/** Calibrated probabilities from which a verdict is live, and below which it is spoof. */
export interface Thresholds {
  live: number;
  spoof: number;
}

/** The thresholds of the deployed model, from its own file, for drawing; `undefined` if it does not tell. */
export async function modelThresholds(): Promise<Thresholds | undefined> {
  try {
    const response = await fetch('../assets/model/model.json', { signal: AbortSignal.timeout(10_000) });
    const model = (await response.json()) as {
      decision?: { liveProbability?: unknown; spoofProbability?: unknown };
    };
    const { liveProbability: live, spoofProbability: spoof } = model.decision ?? {};
    return typeof live === 'number' && typeof spoof === 'number' ? { live, spoof } : undefined;
  } catch {
    // Whatever is wrong with the model, the library says so; the plot only lacks its lines.
    return undefined;
  }
}
