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
