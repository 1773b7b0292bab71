import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameFeed } from './frameFeed';

/** Node has no video: this one shows a frame where a test says so, and notes whether it plays. */
class Video extends EventTarget {
  srcObject: object | null = null;
  paused = true;
  ended = false;
  error = null;
  #callbacks: (() => void)[] = [];

  play(): Promise<void> {
    this.paused = false;
    return Promise.resolve();
  }
  pause(): void {
    this.paused = true;
  }
  requestVideoFrameCallback(callback: (now: number, metadata: object) => void): number {
    return this.#callbacks.push(() => callback(0, { mediaTime: 0 }));
  }
  cancelVideoFrameCallback(): void {
    this.#callbacks = [];
  }
  show(): void {
    for (const callback of this.#callbacks.splice(0)) callback();
  }
}

const page = Object.assign(new EventTarget(), { hidden: false, createElement: () => new Video() });
const stream = {} as MediaStream;

function feed(shown?: MediaStream, outer?: AbortSignal) {
  const video = new Video();
  const made = new FrameFeed(video as unknown as HTMLVideoElement, shown, outer);
  return { video, feed: made };
}

describe('FrameFeed', () => {
  beforeEach(() => {
    page.hidden = false;
    vi.useFakeTimers();
    vi.stubGlobal('document', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('plays a clip that has waited for the engine', async () => {
    const { video, feed: clip } = feed();
    expect(video.paused).toBe(false);
    const frame = clip.next();
    video.show();
    expect(await frame).toEqual({ mediaTime: 0 });
    clip.close();
  });

  it('lets a clip stand that the page pauses', () => {
    const { video, feed: clip } = feed();
    video.pause();
    video.dispatchEvent(new Event('pause'));
    expect(video.paused).toBe(true);
    clip.close();
  });

  it('gives a preview its stream back, but not once the check has ended, be it between two frames', () => {
    const check = new AbortController();
    const { video } = feed(stream, check.signal);
    video.srcObject = null;
    video.dispatchEvent(new Event('emptied'));
    expect(video.srcObject).toBe(stream);
    check.abort();
    video.srcObject = null;
    video.dispatchEvent(new Event('emptied'));
    expect(video.srcObject).toBeNull();
  });

  it('leaves a moment to say why a camera ended, for which the browser has to be asked', async () => {
    const { video, feed: camera } = feed(stream);
    const failed = vi.fn();
    camera.next().catch(failed);
    video.dispatchEvent(new Event('ended'));
    await vi.advanceTimersByTimeAsync(500);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(500);
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'CAMERA_LOST' }));
    camera.close();
  });

  it('looks again at a camera without a picture where the page was hidden while it looked', async () => {
    const { feed: camera } = feed(stream);
    const failed = vi.fn();
    camera.next().catch(failed);
    const show = (shown: boolean) => {
      page.hidden = !shown;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    await vi.advanceTimersByTimeAsync(6000);
    show(false);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(failed).not.toHaveBeenCalled();
    show(true);
    await vi.advanceTimersByTimeAsync(6900);
    expect(failed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'CAMERA_LOST' }));
    camera.close();
  });
});
