import type { Turn } from '../face/turn';
import { build, buildSvg } from './build';
import { ovalAttributes } from './oval';

/** A frame of 4:3 and an oval in it. A face that fills the oval leaves room around it for what gives an attack away. */
const [width, height] = [640, 480];
const { shade, oval, progress } = ovalAttributes(width, height, 110, 144);

/** The camera's video, the oval that the face belongs in, and the progress around it. */
export class CameraView {
  readonly root: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly #arc: SVGEllipseElement;

  /** @param onPlaying called whenever a stream begins to play, or goes on */
  constructor(onPlaying: () => void) {
    this.video = build('video', { part: 'video', tabindex: '-1' });
    this.video.disablePictureInPicture = true;
    this.video.addEventListener('loadeddata', () => {
      this.root.classList.toggle('mirrored', isMirrored(this.video));
      this.turn(0);
    });
    // Not at `loadeddata`, which also comes where the browser holds the picture back.
    this.video.addEventListener('playing', onPlaying);
    this.#arc = buildSvg('ellipse', { class: 'arc', part: 'progress', pathLength: '1', ...progress });
    const overlay = buildSvg(
      'svg',
      {
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: 'xMidYMid slice',
        'aria-hidden': 'true',
      },
      buildSvg('path', { class: 'shade', ...shade }),
      buildSvg('ellipse', { class: 'oval', part: 'oval', ...oval }),
      this.#arc,
    );
    this.root = build('div', { class: 'view', part: 'view' }, this.video, overlay);
  }

  /** The id of the camera that is shown, if one is. */
  get deviceId(): string | undefined {
    return cameraSettings(this.video)?.deviceId;
  }

  /** Shows the camera's picture turned, so that a person sees it upright. */
  turn(turn: Turn): void {
    this.root.style.setProperty('--turn', `${String(90 * turn)}deg`);
    this.root.classList.toggle('on-side', turn % 2 === 1);
  }

  /** @param share 0 to 1 */
  progress(share: number): void {
    this.#arc.style.strokeDashoffset = String(1 - share);
  }
}

/** The settings of the camera that a video element shows; `undefined` for a clip. */
export function cameraSettings({ srcObject }: HTMLVideoElement): MediaTrackSettings | undefined {
  return srcObject && 'getVideoTracks' in srcObject
    ? srcObject.getVideoTracks()[0]?.getSettings()
    : undefined;
}

/** People expect to see themselves as in a mirror. A clip and the back camera of a phone are shown unmirrored. */
export function isMirrored(video: HTMLVideoElement): boolean {
  const camera = cameraSettings(video);
  return camera !== undefined && camera.facingMode !== 'environment';
}
