/** Milliseconds of work and share of it before which nobody can tell. */
const LEAST_TIME = 3000;
const LEAST_SHARE = 0.01;

/**
 * How much longer the work takes, in words; empty while that cannot be told.
 *
 * @param share of the work that is done, 0 to 1
 * @param elapsed milliseconds that it took
 */
export function timeLeft(share: number, elapsed: number): string {
  if (elapsed < LEAST_TIME || share < LEAST_SHARE) return '';
  const seconds = (elapsed * (1 - share)) / share / 1000;
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${5 * Math.round(seconds / 5)} s left`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
