import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeatureMap } from '../network/layers';
import { CropRing } from './cropRing';

const crop = (): FeatureMap => zeros([1, 1, 1, 3]);
const crops = () => ({ face: crop(), context: crop() });

function fill(ring: CropRing, frames: number, from = 0): void {
  ring.start(crops(), from);
  for (let frame = 1; frame < frames; frame++) ring.append(crops(), from + frame);
}

describe('CropRing', () => {
  let ring: CropRing;
  let before: number;

  beforeAll(() => setBackend('cpu'));
  beforeEach(() => {
    ring = new CropRing(3);
    before = memory().numTensors;
  });

  it('hands out a window that is still being filled and lets it grow', () => {
    ring.start(crops(), 0);
    const window = ring.take(true);
    expect(window?.crops).toHaveLength(1);
    ring.append(crops(), 1);
    ring.append(crops(), 2);
    expect(window).toMatchObject({ startTime: 0, endTime: 2, abandoned: false });
    expect(window?.crops).toHaveLength(3);
    expect(ring.busy).toBe(true);
    ring.release();
    expect(ring.busy).toBe(false);
    expect(memory().numTensors).toBe(before);
  });

  it('keeps one whole window for a slow network, and no room for a second', () => {
    fill(ring, 3);
    expect(ring.take(true)?.startTime).toBe(0);
    expect(ring.hasRoom).toBe(true);
    fill(ring, 3, 10);
    expect(ring.hasRoom).toBe(false);
    ring.release();
    expect(ring.take(true)?.startTime).toBe(10);
    expect(ring.hasRoom).toBe(true);
    ring.release();
    expect(memory().numTensors).toBe(before);
  });

  it('tells the reader of a window that was abandoned, and frees it only afterwards', () => {
    fill(ring, 2);
    const window = ring.take(true);
    ring.abandon();
    expect(window?.abandoned).toBe(true);
    expect(memory().numTensors).toBe(before + 4);
    ring.release();
    expect(memory().numTensors).toBe(before);
  });

  it('frees a window that nobody has begun to read', () => {
    fill(ring, 2);
    ring.abandon();
    expect(memory().numTensors).toBe(before);
    expect(ring.take(true)).toBeUndefined();
  });

  it('hands out only whole windows to a network that does not stream', () => {
    fill(ring, 2);
    expect(ring.take(false)).toBeUndefined();
    ring.append(crops(), 2);
    expect(ring.take(false)?.crops).toHaveLength(3);
    ring.release();
    expect(memory().numTensors).toBe(before);
  });

  it('takes no frame without a window', () => {
    const stray = crops();
    expect(ring.append(stray, 0)).toBe(false);
    for (const one of Object.values(stray)) {
      expect(one.isDisposed).toBe(false);
      one.dispose();
    }
  });
});
