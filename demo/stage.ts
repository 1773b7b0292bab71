import type { FaceBox } from 'depthproof';
import { element } from './element';

/** Where the source is shown, with the oval that the face belongs in. */
export class Stage {
  readonly #box = element('stage', HTMLElement);
  readonly #overlay = element('overlay', SVGSVGElement);
  readonly #shade = element('shade', SVGPathElement);
  readonly #oval = element('oval', SVGEllipseElement);
  readonly #progress = element('progress', SVGEllipseElement);
  readonly #face = element('face', SVGRectElement);
  readonly #label = element('source-label', HTMLElement);
  #video = element('video', HTMLVideoElement);

  constructor() {
    this.#fit(640, 480);
  }

  /**
   * Puts a new video element on the stage; an old one would bring its last source's errors along.
   *
   * @param label what is shown, for the person
   * @param clip address of a clip; none for a camera, whose picture the library shows
   */
  show(label: string, clip?: string): HTMLVideoElement {
    const video = document.createElement('video');
    // iOS plays a video within the page only with the attributes, other browsers ask for the properties.
    for (const attribute of ['muted', 'playsinline']) video.setAttribute(attribute, '');
    video.muted = true;
    video.tabIndex = -1;
    const size = () => {
      if (video.videoWidth) this.#fit(video.videoWidth, video.videoHeight);
      this.#box.classList.toggle('mirrored', facesThePerson(video));
    };
    video.addEventListener('loadedmetadata', size);
    video.addEventListener('resize', size);
    if (clip !== undefined) {
      video.loop = true;
      video.src = clip;
    }
    this.#video.replaceWith(video);
    this.#video = video;
    this.#label.textContent = label;
    this.#box.classList.remove('mirrored');
    this.#box.classList.add('showing');
    this.progress(0, 1);
    this.face(undefined);
    return video;
  }

  /** The camera that is shown, if one is. */
  get deviceId(): string | undefined {
    return cameraSettings(this.#video)?.deviceId;
  }

  /** Whether what the detector sees is drawn. */
  set showsFace(shows: boolean) {
    this.#box.classList.toggle('shows-face', shows);
  }

  progress(frames: number, of: number): void {
    this.#progress.style.strokeDashoffset = String(1 - frames / of);
  }

  /** What the detector sees; hidden unless `showsFace`. */
  face(box: FaceBox | undefined, frameWidth = this.#video.videoWidth): void {
    this.#face.toggleAttribute('hidden', !box);
    if (!box) return;
    // The library looks at a smaller frame than is shown where the source is large.
    const scale = this.#video.videoWidth / frameWidth;
    for (const name of ['x', 'y', 'width', 'height'] as const) {
      this.#face.setAttribute(name, (scale * box[name]).toFixed(1));
    }
  }

  /** After the end of a check: a clip rests at its last frame, a camera leaves nothing behind. */
  rest(): void {
    this.#video.pause();
    if (this.#video.currentSrc === '') {
      this.#box.classList.remove('showing');
      this.#label.textContent = '';
    }
    this.progress(0, 1);
    this.face(undefined);
  }

  #fit(width: number, height: number): void {
    const [x, y] = [width / 2, height / 2];
    // Around a face that is no larger there is room for what gives an attack away.
    const tall = 0.3 * Math.min(width, height);
    const wide = 0.76 * tall;
    this.#box.style.setProperty('--ratio', String(width / height));
    this.#overlay.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const arc = `a${wide} ${tall} 0 0 0`;
    this.#shade.setAttribute(
      'd',
      `M0 0H${width}V${height}H0Z M${x - wide} ${y}${arc} ${2 * wide} 0${arc} ${-2 * wide} 0Z`,
    );
    place(this.#oval, x, y, wide, tall);
    // Turned by a quarter, so that the progress starts at the top.
    place(this.#progress, x, y, tall, wide);
    this.#progress.setAttribute('transform', `rotate(-90 ${x} ${y})`);
  }
}

function place(ellipse: SVGEllipseElement, cx: number, cy: number, rx: number, ry: number): void {
  for (const [name, value] of Object.entries({ cx, cy, rx, ry })) ellipse.setAttribute(name, String(value));
}

/** People expect to see themselves as in a mirror; a clip or a phone's back camera is shown as it is. */
function facesThePerson(video: HTMLVideoElement): boolean {
  const camera = cameraSettings(video);
  return camera !== undefined && camera.facingMode !== 'environment';
}

function cameraSettings({ srcObject }: HTMLVideoElement): MediaTrackSettings | undefined {
  return srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0]?.getSettings() : undefined;
}
