import { build, buildSvg } from './build';

/** The oval in a picture of 4:3; around a face that is no larger there is room for what gives an attack away. */
const [width, height] = [640, 480];
const [x, y, wide, tall] = [width / 2, height / 2, 110, 144];

/** The camera's picture, the oval that the face belongs in, and the progress around it. */
export class CameraView {
  readonly root: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly #arc: SVGEllipseElement;

  /** @param onPicture called whenever a stream shows its first frame */
  constructor(onPicture: () => void) {
    this.video = build('video', { part: 'video', tabindex: '-1' });
    this.video.disablePictureInPicture = true;
    this.video.addEventListener('loadeddata', () => {
      this.root.classList.toggle('mirrored', facesThePerson(this.video));
      onPicture();
    });
    const arc = `a${String(wide)} ${String(tall)} 0 0 0`;
    const hole = `M${String(x - wide)} ${String(y)}${arc} ${String(2 * wide)} 0${arc} ${String(-2 * wide)} 0Z`;
    this.#arc = buildSvg('ellipse', {
      class: 'arc',
      part: 'progress',
      pathLength: '1',
      // Turned by a quarter, so that progress starts at the top.
      transform: `rotate(-90 ${String(x)} ${String(y)})`,
      ...ellipse(tall, wide),
    });
    const overlay = buildSvg(
      'svg',
      {
        viewBox: `0 0 ${String(width)} ${String(height)}`,
        preserveAspectRatio: 'xMidYMid slice',
        'aria-hidden': 'true',
      },
      buildSvg('path', { class: 'shade', d: `M0 0H${String(width)}V${String(height)}H0Z ${hole}` }),
      buildSvg('ellipse', { class: 'oval', part: 'oval', ...ellipse(wide, tall) }),
      this.#arc,
    );
    this.root = build('div', { class: 'view', part: 'view' }, this.video, overlay);
  }

  /** The camera that is shown, if one is. */
  get deviceId(): string | undefined {
    return settingsOf(this.video)?.deviceId;
  }

  /** @param share 0 to 1 */
  progress(share: number): void {
    this.#arc.style.strokeDashoffset = String(1 - share);
  }
}

function ellipse(rx: number, ry: number): Record<string, string> {
  return { cx: String(x), cy: String(y), rx: String(rx), ry: String(ry) };
}

/** People expect to see themselves as in a mirror; a phone's back camera is shown as it is. */
function facesThePerson(video: HTMLVideoElement): boolean {
  return settingsOf(video)?.facingMode !== 'environment';
}

function settingsOf({ srcObject }: HTMLVideoElement): MediaTrackSettings | undefined {
  return srcObject instanceof MediaStream ? srcObject.getVideoTracks()[0]?.getSettings() : undefined;
}
