import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { attachPreview } from './attachPreview';

/** As much of a video element as is asked of one. */
class Video extends EventTarget {
  hasAttribute = () => true;
  play = () => Promise.resolve();
}

const document = Object.assign(new EventTarget(), { hidden: false });

function show(shown: boolean) {
  document.hidden = !shown;
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Attaches a stream. Returns the video, and what came of it. */
function attached() {
  const video = new Video();
  const settled = vi.fn<(how: string) => void>();
  attachPreview(video as unknown as HTMLVideoElement, {} as MediaStream).then(
    () => settled('shown'),
    ({ code }: { code: string }) => settled(code),
  );
  return { video, settled };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('waits ten seconds for the first frame', async () => {
  const { settled } = attached();
  await vi.advanceTimersByTimeAsync(9_900);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(settled).toHaveBeenCalledExactlyOnceWith('CAMERA_TIMEOUT');
});

it('counts no time while the page is hidden, where phones hold back the picture', async () => {
  const { video, settled } = attached();
  await vi.advanceTimersByTimeAsync(5_000);
  show(false);
  await vi.advanceTimersByTimeAsync(20_000);
  show(true);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(settled).not.toHaveBeenCalled();
  video.dispatchEvent(new Event('loadeddata'));
  await vi.advanceTimersByTimeAsync(0);
  expect(settled).toHaveBeenCalledExactlyOnceWith('shown');
  expect(vi.getTimerCount()).toBe(0);
});

it('waits ten seconds from when a page that was hidden is shown', async () => {
  show(false);
  const { settled } = attached();
  await vi.advanceTimersByTimeAsync(20_000);
  show(true);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(settled).toHaveBeenCalledExactlyOnceWith('CAMERA_TIMEOUT');
});
