import type { FaceBox, Turn } from 'depthproof';
import { cameraSettings, isMirrored } from '../src/element/cameraView';
import { ovalAttributes } from '../src/element/oval';
import { element } from './element';
import type { Clip } from './parameters';

/** What is said of a still that is no source. */
export const stillLabel = 'A still of a bundled clip';

/** Shows the source, with the oval that the face belongs in. */
export class Stage {
  readonly #box = element('stage', HTMLElement);
  readonly #overlay = element('overlay', SVGSVGElement);
  readonly #shade = element('shade', SVGPathElement);
  readonly #oval = element('oval', SVGEllipseElement);
  readonly #progress = element('progress', SVGEllipseElement);
  readonly #face = element('face', SVGRectElement);
  readonly #label = element('source-label', HTMLElement);
  readonly #still = element('still', HTMLImageElement);
  #video = element('video', HTMLVideoElement);
  #turn: Turn = 0;

  constructor() {
    this.#fit(640, 480);
  }

  /** Shows the still of a bundled clip. */
  preview(clip: Clip, label: string): void {
    this.#still.src = `clips/${clip}.webp`;
    this.#label.textContent = label;
    this.#box.classList.remove('showing', 'mirrored');
    this.#fit(640, 480);
  }

  /**
   * Puts a new video element on the stage; an old one would keep the errors of its last source.
   *
   * @param label what is shown, for the person
   * @param clip address of a clip; none for a camera, which the library shows
   */
  show(label: string, clip?: string): HTMLVideoElement {
    const video = document.createElement('video');
    // iOS plays a video within the page only with the attributes, other browsers require the properties.
    for (const attribute of ['muted', 'playsinline']) video.setAttribute(attribute, '');
    video.muted = true;
    video.tabIndex = -1;
    const resize = () => {
      this.#fitVideo();
      this.#box.classList.toggle('mirrored', isMirrored(video));
    };
    video.addEventListener('loadedmetadata', resize);
    video.addEventListener('resize', resize);
    if (clip !== undefined) {
      video.loop = true;
      video.src = clip;
    }
    this.#video.replaceWith(video);
    this.#video = video;
    this.turn = 0;
    this.#label.textContent = label;
    this.#box.classList.remove('mirrored');
    this.#box.classList.add('showing');
    this.progress(0, 1);
    this.face(undefined);
    return video;
  }

  /** The id of the camera that is shown, if one is. */
  get deviceId(): string | undefined {
    return cameraSettings(this.#video)?.deviceId;
  }

  /** Whether the source is, or was last, shown as in a mirror. */
  get isMirrored(): boolean {
    return this.#box.classList.contains('mirrored');
  }

  /** How far the source is turned to be upright. */
  set turn(turn: Turn) {
    if (turn === this.#turn) return;
    this.#turn = turn;
    this.#box.style.setProperty('--turn', `${90 * turn}deg`);
    this.#box.classList.toggle('on-side', turn % 2 === 1);
    this.#fitVideo();
  }

  /** Whether the detected face is drawn. */
  set showsFace(shows: boolean) {
    this.#box.classList.toggle('shows-face', shows);
  }

  progress(frames: number, of: number): void {
    this.#progress.style.strokeDashoffset = String(1 - frames / of);
  }

  /** Draws the detected face, in a frame of this width; hidden unless `showsFace`. */
  face(box: FaceBox | undefined, frameWidth = 1): void {
    this.#face.toggleAttribute('hidden', !box);
    if (!box) return;
    // The library shrinks the frames of a large source.
    const scale = this.#size[0] / frameWidth;
    for (const name of ['x', 'y', 'width', 'height'] as const) {
      this.#face.setAttribute(name, (scale * box[name]).toFixed(1));
    }
  }

  /** Ends the show: a clip stops at its last frame, a camera leaves nothing behind. */
  rest(): void {
    this.#video.pause();
    if (this.#video.currentSrc === '') {
      this.#box.classList.remove('showing');
      this.#label.textContent = stillLabel;
    }
    this.progress(0, 1);
    this.face(undefined);
  }

  /** Width and height of the source upright, px. */
  get #size(): [number, number] {
    const { videoWidth, videoHeight } = this.#video;
    return this.#turn % 2 === 1 ? [videoHeight, videoWidth] : [videoWidth, videoHeight];
  }

  #fitVideo(): void {
    if (this.#video.videoWidth) this.#fit(...this.#size);
  }

  #fit(width: number, height: number): void {
    // A face that fills the oval leaves room around it for what gives an attack away.
    const ry = 0.3 * Math.min(width, height);
    const { shade, oval, progress } = ovalAttributes(width, height, 0.76 * ry, ry);
    this.#box.style.setProperty('--ratio', String(width / height));
    this.#overlay.setAttribute('viewBox', `0 0 ${width} ${height}`);
    setAttributes(this.#shade, shade);
    setAttributes(this.#oval, oval);
    setAttributes(this.#progress, progress);
  }
}

function setAttributes(shape: SVGElement, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
}
