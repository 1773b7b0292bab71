import { describe, expect, it } from 'vitest';
import { frameClock } from './frameClock';
import type { FrameTimes } from './frameClock';

const read = (times: FrameTimes[]) => times.map(frameClock());

describe('frameClock', () => {
  it('reads capture time where the source has it', () => {
    expect(
      read([
        { captureTime: 500, mediaTime: 0 },
        { captureTime: 533, mediaTime: 0.033 },
      ]),
    ).toEqual([500, 533]);
  });

  it('reads media time of a clip, in milliseconds, after one frame of waiting for a capture time', () => {
    expect(read([{ mediaTime: 0 }, { mediaTime: 0.25 }, { mediaTime: 0.5 }])).toEqual([undefined, 250, 500]);
  });

  it('forgives a camera whose first frame has no capture time', () => {
    expect(read([{ mediaTime: 0 }, { captureTime: 533, mediaTime: 0.033 }])).toEqual([undefined, 533]);
  });

  it('reads when a frame was shown where its media time stands still, as that of a canvas does in WebKit', () => {
    const times = Array.from({ length: 8 }, (_, frame) => ({
      mediaTime: 0,
      presentationTime: 700 + 50 * frame,
    }));
    expect(read(times)).toEqual([...Array<undefined>(5), 950, 1000, 1050]);
    expect(read([...times, { mediaTime: 0.1, presentationTime: 1100 }]).at(-1)).toBe(1100);
  });

  it('waits for a media time that is only repeated, as Firefox does', () => {
    const times = [0.1, 0.1, 0.1, 0.2, 0.2].map((mediaTime) => ({ mediaTime, presentationTime: 1 }));
    expect(read(times)).toEqual([undefined, undefined, undefined, 200, 200]);
  });

  it('never mixes clocks', () => {
    expect(
      read([
        { captureTime: 500, mediaTime: 0 },
        { mediaTime: 0.033 },
        { captureTime: 567, mediaTime: 0.067 },
      ]),
    ).toEqual([500, undefined, 567]);
    expect(read([{ mediaTime: 0 }, { mediaTime: 0.25 }, { captureTime: 9000, mediaTime: 0.5 }])).toEqual([
      undefined,
      250,
      500,
    ]);
  });
});
