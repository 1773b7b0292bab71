import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Model } from '../model/manifest';
import type { Network } from '../network/network';
import type { FrameMeasurements } from '../quality/guidance';
import { EvidenceRecorder } from './recorder';

vi.mock('./encodeWindow', () => ({ encodeWindow: () => Promise.resolve({ frames: [], score: 0.9 }) }));

const measurements = { faces: 1, sharpness: 3, speed: undefined } as FrameMeasurements;
const face = {};

describe('EvidenceRecorder', () => {
  let recorder: EvidenceRecorder;
  const see = (timestamp: number, frame: { face?: object; hint?: object } = { face }) =>
    recorder.observe({
      ...{ face: undefined, hint: undefined, timestamp, measurements, frameWidth: 640, frameHeight: 480 },
      ...frame,
    });
  beforeEach(() => {
    recorder = new EvidenceRecorder({} as Network, {} as Model, 300);
  });
  afterEach(() => void vi.restoreAllMocks());

  it('lets windows begin when the session asks, counted from the first good frame', () => {
    expect(recorder.mayStart(0)).toBe(false);
    see(0, { face, hint: {} });
    see(100);
    see(200);
    expect(recorder.mayStart(399)).toBe(false);
    expect(recorder.mayStart(400)).toBe(true);
  });

  it.each([
    ['the face was gone', () => [400, 500, 600, 700].forEach((time) => see(time, {}))],
    ['no frame came', () => undefined],
  ])('counts anew where %s', (_, between) => {
    see(100);
    see(200);
    between();
    expect(recorder.mayStart(800)).toBe(false);
    see(800);
    expect(recorder.mayStart(1000)).toBe(false);
    expect(recorder.mayStart(1100)).toBe(true);
  });

  it('gives a window with the beginning that it belongs to', async () => {
    for (const time of [100, 200, 400, 500]) see(time);
    recorder.keep({ frames: [400, 500].map((timestamp) => ({ crops: {}, timestamp })) });
    see(2000);
    const { times, firstGood, quality } = await recorder.evidenceOf(400);
    expect(times).toEqual([400, 500]);
    expect(firstGood.timestamp).toBe(100);
    expect(quality).toEqual({ faces: 1, sharpness: 3 });
  });

  it('says when the first good frame was made where a busy device saw it late', async () => {
    vi.spyOn(performance, 'now').mockReturnValueOnce(3100).mockReturnValue(501);
    for (const time of [100, 500]) see(time);
    recorder.keep({ frames: [{ crops: {}, timestamp: 500 }] });
    const { firstGood } = await recorder.evidenceOf(500);
    expect(firstGood.at - performance.timeOrigin).toBeCloseTo(101, 1);
  });

  it('keeps two windows, and disposes those before', async () => {
    const dispose = vi.fn();
    const crop = { dispose, data: () => Promise.resolve([]) };
    for (const start of [0, 10, 20, 30])
      recorder.keep({ frames: [{ crops: { face: crop, context: crop }, timestamp: start }] });
    expect(dispose).toHaveBeenCalledTimes(4);
    await expect(recorder.evidenceOf(10)).rejects.toThrow(RangeError);
  });
});
