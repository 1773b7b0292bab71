/** Times of a frame, as `requestVideoFrameCallback` reports them. */
export interface FrameTimes {
  /** Milliseconds; cameras only, and not in every browser. */
  captureTime?: number | undefined;
  /** Seconds on the video's own time line. */
  mediaTime: number;
  /** Milliseconds; when the browser showed the frame. Not where it reports no frames. */
  presentationTime?: number | undefined;
}

/** Frames in a row after which a time line that has not moved stands still: Firefox repeats a time now and then. */
const STILL = 5;

/**
 * Reads frame times on one clock for a whole session: capture time if the source has it, else media time. The first two
 * frames decide, since a camera's very first frame may lack a capture time. Where media time stands still, as WebKit's does for
 * a canvas, it is the time at which a frame was shown.
 *
 * @returns a function from a frame's times to its timestamp in milliseconds; `undefined` for a frame without a time on
 * that clock, which must be left out.
 */
export function frameClock(): (times: FrameTimes) => number | undefined {
  let clock: 'unknown' | 'capture' | 'media' | 'presentation' = 'unknown';
  const seen: number[] = [];
  return ({ captureTime, mediaTime, presentationTime }) => {
    if (clock === 'unknown') {
      seen.push(mediaTime);
      if (captureTime !== undefined) clock = 'capture';
      else if (mediaTime !== seen[0]) clock = 'media';
      else if (seen.length > STILL) clock = 'presentation';
    }
    if (clock === 'capture') return captureTime;
    if (clock === 'presentation') return presentationTime;
    return clock === 'media' ? mediaTime * 1000 : undefined;
  };
}
