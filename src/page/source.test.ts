import { afterEach, describe, expect, it, vi } from 'vitest';
import { DepthproofError } from '../errors';
import { clipSource, streamSource } from './source';

const attach = vi.hoisted(() => ({ preview: vi.fn<() => Promise<() => void>>() }));
vi.mock('../camera/attachPreview', () => ({ attachPreview: attach.preview }));

afterEach(() => vi.unstubAllGlobals());

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

describe('a stream without a preview', () => {
  /** A page that keeps what is put into it, and a stream that can end. */
  function opened() {
    const inPage = new Set<object>();
    const documentElement = {
      appendChild: (video: object) => inPage.add(Object.assign(video, { parentNode: documentElement })),
      removeChild: (video: object) => inPage.delete(video),
    };
    vi.stubGlobal('document', {
      documentElement,
      createElement: () => ({ style: {}, setAttribute: vi.fn() }),
    });
    vi.stubGlobal('navigator', {});
    const track = Object.assign(new EventTarget(), { label: '', readyState: 'live' });
    const stream = { getVideoTracks: () => [track] } as unknown as MediaStream;
    const opening = streamSource(stream, { preview: undefined, onRefused: undefined, signal: undefined });
    return { inPage, track, opening };
  }

  it('plays in the page, where Safari on phones plays it, until it is closed', async () => {
    attach.preview.mockResolvedValueOnce(vi.fn());
    const { inPage, opening } = opened();
    const source = await opening;
    expect([...inPage]).toEqual([source.video]);
    source.close();
    expect([...inPage]).toEqual([]);
  });

  it('leaves the page when it shows no picture, and when its camera is lost before it does', async () => {
    attach.preview.mockRejectedValueOnce(new DepthproofError('CAMERA_TIMEOUT', ''));
    const dark = opened();
    expect(dark.inPage.size).toBe(1);
    await expect(dark.opening).rejects.toMatchObject({ code: 'CAMERA_TIMEOUT' });
    expect(dark.inPage.size).toBe(0);
    attach.preview.mockReturnValueOnce(new Promise(() => undefined));
    const lost = opened();
    const refused = expect(lost.opening).rejects.toMatchObject({ code: 'CAMERA_LOST' });
    await vi.waitFor(() => {
      lost.track.dispatchEvent(new Event('ended'));
      expect(lost.inPage.size).toBe(0);
    });
    await refused;
  });
});
