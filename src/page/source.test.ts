import { expect, it, vi } from 'vitest';
import { clipSource } from './source';

it('holds a clip where it begins until its frames are taken: the engine may load for longer than it lasts', async () => {
  const clip = Object.assign(new EventTarget(), {
    ...{ paused: true, error: null, videoWidth: 640 },
    play: vi.fn(() => Promise.resolve(void (clip.paused = false))),
    pause: () => void (clip.paused = true),
  });
  const source = await clipSource(clip as unknown as HTMLVideoElement, new AbortController().signal);
  expect(clip.play).toHaveBeenCalledOnce();
  expect(clip.paused).toBe(true);
  source.close();
});
