import { describe, expect, it } from 'vitest';
import { InjectionMonitor } from './monitor';

const track = { label: 'OBS Virtual Camera' } as MediaStreamTrack;
const origin = { kind: 'MediaStreamTrack', listed: true, native: true };

describe('InjectionMonitor', () => {
  it('rests on the newest ten seconds of a camera', () => {
    const monitor = new InjectionMonitor(track, origin);
    // First as no camera is, then for ten seconds as one is.
    for (let frame = 0; frame < 200; frame++) {
      monitor.addTime(frame * 33 + 40 * Math.sin(frame * 7));
      monitor.addDifference(0);
    }
    expect(monitor.risk().signs).toEqual(['label', 'timing', 'noise']);
    for (let frame = 200; frame < 500; frame++) {
      monitor.addTime(frame * 33);
      monitor.addDifference(0.4);
    }
    const { signs, evidence } = monitor.risk();
    expect(signs).toEqual(['label']);
    expect(evidence).toMatchObject({
      label: 'OBS Virtual Camera',
      origin,
      timing: { intervals: 299, uneven: 0 },
      stillness: { pairs: 100, same: 0 },
    });
  });
});
