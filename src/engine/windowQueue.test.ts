import { beforeEach, describe, expect, it } from 'vitest';
import { WINDOWS } from '../backends/webgpu/network';
import { EvidenceRecorder, type RecordedWindow } from '../evidence/recorder';
import type { Model } from '../model/manifest';
import type { Crop, Network } from '../network/network';
import { RecordedQueue } from './recordedQueue';
import { WindowQueue } from './windowQueue';

/** Crops made and not disposed yet. */
const alive = new Set<Crop>();
const crop = (): Crop => {
  const made: Crop = { data: () => Promise.resolve([]), dispose: () => void alive.delete(made) };
  alive.add(made);
  return made;
};
const captured = (timestamp: number) => ({
  crops: { face: crop(), context: crop() },
  parts: {},
  timestamp,
});

function fill(queue: WindowQueue, frames: number, from = 0): void {
  queue.start(captured(from));
  for (let frame = 1; frame < frames; frame++) queue.append(captured(from + frame));
}

describe('WindowQueue', () => {
  let queue: WindowQueue;

  beforeEach(() => {
    queue = new WindowQueue(3);
    alive.clear();
  });

  it('hands out a window that is still being filled and lets it grow', () => {
    queue.start(captured(0));
    const window = queue.take(true);
    expect(window?.frames).toHaveLength(1);
    queue.append(captured(1));
    queue.append(captured(2));
    expect(window).toMatchObject({
      frames: [{ timestamp: 0 }, { timestamp: 1 }, { timestamp: 2 }],
      abandoned: false,
    });
    expect(window?.frames).toHaveLength(3);
    expect(queue.busy).toBe(true);
    queue.release();
    expect(queue.busy).toBe(false);
    expect(alive.size).toBe(0);
  });

  it('keeps one whole window for a slow network, and no room for a second', () => {
    fill(queue, 3);
    expect(queue.take(true)?.frames[0]?.timestamp).toBe(0);
    expect(queue.canStart).toBe(true);
    fill(queue, 3, 10);
    expect(queue.canStart).toBe(false);
    queue.release();
    expect(queue.take(true)?.frames[0]?.timestamp).toBe(10);
    expect(queue.canStart).toBe(true);
    queue.release();
    expect(alive.size).toBe(0);
  });

  it('leaves a window that was read to whoever keeps it, and frees one that was not whole', () => {
    const kept: RecordedWindow[] = [];
    const recorded = new RecordedQueue(3, { keep: (window) => void kept.push(window), mayStart: () => true });
    fill(recorded, 3);
    recorded.take(true);
    recorded.release();
    expect(kept.map(({ frames }) => frames.map(({ timestamp }) => timestamp))).toEqual([[0, 1, 2]]);
    expect(alive.size).toBe(6);
    fill(recorded, 2, 10);
    recorded.take(true);
    expect(recorded.reading).toBeDefined();
    recorded.abandon();
    recorded.release();
    expect(recorded.reading).toBeUndefined();
    expect(kept).toHaveLength(1);
    expect(alive.size).toBe(6);
  });

  it('holds no more windows than WebGPU has places for, however many are scored', () => {
    const recorder = new EvidenceRecorder({} as Network, {} as Model, 0);
    const recorded = new RecordedQueue(3, recorder);
    let most = 0;
    fill(recorded, 3);
    for (let window = 1; window < 8; window++) {
      recorded.take(true);
      fill(recorded, 3, 10 * window);
      most = Math.max(most, alive.size);
      recorded.release();
    }
    expect(most).toBeGreaterThan(0);
    expect(most / 6).toBeLessThanOrEqual(WINDOWS);
  });

  it('starts no window that is kept before the recorder lets it', () => {
    const recorded = new RecordedQueue(3, {
      keep: () => undefined,
      mayStart: (timestamp) => timestamp >= 100,
    });
    recorded.timestamp = 99;
    expect(recorded.canStart).toBe(false);
    recorded.timestamp = 100;
    expect(recorded.canStart).toBe(true);
    fill(recorded, 3);
    expect(recorded.canStart).toBe(false);
  });

  it('tells the reader of a window that was abandoned, and frees it only afterwards', () => {
    fill(queue, 2);
    const window = queue.take(true);
    queue.abandon();
    expect(window?.abandoned).toBe(true);
    expect(alive.size).toBe(4);
    queue.release();
    expect(alive.size).toBe(0);
  });

  it('frees a window that nobody has begun to read', () => {
    fill(queue, 2);
    queue.abandon();
    expect(alive.size).toBe(0);
    expect(queue.take(true)).toBeUndefined();
  });

  it('hands out only whole windows to a network that does not stream', () => {
    fill(queue, 2);
    expect(queue.take(false)).toBeUndefined();
    queue.append(captured(2));
    expect(queue.take(false)?.frames).toHaveLength(3);
    queue.release();
    expect(alive.size).toBe(0);
  });

  it('takes no frame without a window', () => {
    const stray = captured(0);
    expect(queue.append(stray)).toBe(false);
    expect(alive).toEqual(new Set(Object.values(stray.crops)));
  });

  it('tells everyone who waits of each change', async () => {
    const frame = [queue.changed(), queue.changed()];
    fill(queue, 1);
    await Promise.all(frame);
    const abandoned = queue.changed();
    queue.abandon();
    await abandoned;
    fill(queue, 3);
    queue.take(true);
    const released = queue.changed();
    queue.release();
    await released;
    expect(queue.busy).toBe(false);
    expect(alive.size).toBe(0);
  });
});
