import type { Turn, WindowResult } from 'depthproof';
import { fitting } from '../src/camera/fitting';
import { turnedImage } from '../src/face/turn';

/** Longest side of a frame that is kept, px. */
const side = 320;
/** Frames that are kept: the last three seconds, and those of twelve windows. */
const recent = 90;
const held = 60;

interface SeenFrame {
  /** The times that it goes by on the clocks of cameras and of clips, in milliseconds. */
  timestamps: readonly (number | undefined)[];
  image: ImageBitmap;
  held: boolean;
}

/**
 * Small copies of the frames that the stage showed last. The library tells the times of a window's frames and keeps no
 * pictures; this one watches the same video, and finds a picture by its time.
 */
export class RecentFrames {
  /** How far the source is turned to be upright. */
  turn: Turn = 0;
  #video: HTMLVideoElement | undefined;
  #seen: SeenFrame[] = [];

  /** Forgets the frames of another video. A browser without `requestVideoFrameCallback` gives none. */
  watch(video: HTMLVideoElement): void {
    this.#video = video;
    this.turn = 0;
    for (const { image } of this.#seen.splice(0)) image.close();
    if (!('requestVideoFrameCallback' in video)) return;
    const take = (_: number, metadata: VideoFrameCallbackMetadata) => {
      if (video !== this.#video) return;
      void this.#keep(video, metadata);
      video.requestVideoFrameCallback(take);
    };
    video.requestVideoFrameCallback(take);
  }

  /** Keeps a window's frames when newer ones push out the rest: its verdict may be late. */
  hold({ frames }: WindowResult): void {
    for (const { timestamp } of frames) {
      const frame = this.#find(timestamp);
      if (frame) frame.held = true;
    }
    this.#drop(true, held);
  }

  /** The picture of the frame with this time; `undefined` if it is gone. */
  at(timestamp: number): ImageBitmap | undefined {
    return this.#find(timestamp)?.image;
  }

  async #keep(
    video: HTMLVideoElement,
    { captureTime, mediaTime }: VideoFrameCallbackMetadata,
  ): Promise<void> {
    const { videoWidth: width, videoHeight: height } = video;
    // A video that is taken off the stage has no more frames to copy.
    const image = await createImageBitmap(video, fitting({ width, height }, side)).catch(() => undefined);
    if (!image) return;
    if (video !== this.#video) {
      image.close();
      return;
    }
    const upright = turnedImage(image, this.turn);
    this.#seen.push({ timestamps: [captureTime, mediaTime * 1000], image: upright, held: false });
    this.#drop(false, recent);
  }

  /** The last one: a clip that loops repeats its times. */
  #find(timestamp: number): SeenFrame | undefined {
    return this.#seen.filter(({ timestamps }) => timestamps.includes(timestamp)).at(-1);
  }

  #drop(areHeld: boolean, most: number): void {
    const alike = this.#seen.filter((frame) => frame.held === areHeld);
    const surplus = alike.slice(0, Math.max(0, alike.length - most));
    for (const { image } of surplus) image.close();
    this.#seen = this.#seen.filter((frame) => !surplus.includes(frame));
  }
}
