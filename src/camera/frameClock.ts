/** Times of a frame, as `requestVideoFrameCallback` reports them. */
export interface FrameTimes {
  /** Milliseconds; cameras only, and not in every browser. */
  captureTime?: number | undefined;
  /** Seconds on the video's own time line. */
  mediaTime: number;
}

/**
 * Reads frame times on one clock for a whole session: capture time if the source has it, else media time. The first two
 * frames decide, since a camera's very first frame may lack a capture time.
 *
 * @returns a function from a frame's times to its timestamp in milliseconds; `undefined` for a frame without a time on
 * that clock, which must be left out.
 */
export function frameClock(): (times: FrameTimes) => number | undefined {
  let clock: 'unknown' | 'unseen-once' | 'capture' | 'media' = 'unknown';
  return ({ captureTime, mediaTime }) => {
    if (clock === 'unknown') clock = captureTime === undefined ? 'unseen-once' : 'capture';
    else if (clock === 'unseen-once') clock = captureTime === undefined ? 'media' : 'capture';
    if (clock === 'capture') return captureTime;
    return clock === 'media' ? mediaTime * 1000 : undefined;
  };
}
