import type { Reason, Verdict } from 'depthproof';
import { reasonSentences } from '../evaluation/report/reasonWords';
import { depthCanvas } from './depthGallery';
import { element, make } from './element';
import type { RecentFrames } from './recentFrames';

type Shown = NonNullable<Reason['shown']>;

/** The reasons of the last verdict, each with its frame and the part of it that shows it. */
export class ReasonGallery {
  readonly #list = element('reasons', HTMLOListElement);
  /** Width of the frames that the library's rectangles refer to, px. */
  frameWidth = 0;

  constructor(private readonly frames: RecentFrames) {}

  /** @param mirrored whether the stage shows the person as in a mirror */
  show(verdict: Verdict, mirrored: boolean): void {
    this.#list.className = mirrored ? 'mirrored' : '';
    this.#list.replaceChildren(
      ...verdict.reasons.map((reason) => {
        const shown = reason.shown ?? lastSeen(verdict);
        const map = verdict.windows.find(({ index }) => index === shown?.window)?.depthMap;
        return this.#item(reason, shown, reason.code === 'flat-depth' ? map : undefined);
      }),
    );
  }

  /** Shows reasons whose frames are elsewhere, in words alone. */
  tell(reasons: readonly Pick<Reason, 'code' | 'weight'>[]): void {
    this.#list.replaceChildren(
      ...reasons.map((reason) => this.#item({ ...reason, shown: undefined }, undefined)),
    );
  }

  clear(): void {
    this.#list.replaceChildren();
  }

  #item({ code, weight }: Reason, shown: Shown | undefined, depthMap?: Float32Array): HTMLLIElement {
    const sentence = make('strong', '', reasonSentences[code]);
    if (!shown) return make('li', '', sentence);
    const against = weight > 0 ? ` ${weight.toFixed(1)} log odds below the usual value.` : '';
    const figures = make('small', '', `Window ${shown.window + 1}.${against}`);
    const image = this.frames.at(shown.timestamp);
    const picture = image
      ? draw(image, shown.part, image.width / this.frameWidth)
      : make('p', 'no-picture', 'The frame is no longer available.');
    const pictures = [picture, ...(depthMap ? [depthCanvas(depthMap)] : [])];
    return make('li', '', make('figure', '', ...pictures, make('figcaption', '', sentence, figures)));
  }
}

/** What was looked at last, for a reason that shows nowhere in particular. */
function lastSeen({ windows }: Verdict): Shown | undefined {
  const window = windows.at(-1);
  const frame = window?.frames[0];
  if (!window || !frame) return undefined;
  const { timestamp, parts } = frame;
  return { window: window.index, timestamp, part: parts.wide ?? parts.context };
}

/** Draws a frame, darkened around the part. @param scale px of the picture for one px of the part */
function draw(image: ImageBitmap, part: Shown['part'], scale: number): HTMLCanvasElement {
  const canvas = make('canvas');
  Object.assign(canvas, { width: image.width, height: image.height });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute(
    'aria-label',
    part ? 'The frame, with the part that the network looked at marked' : 'The frame',
  );
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  if (!context || !part) return canvas;
  const marked = new Path2D();
  marked.rect(scale * part.x, scale * part.y, scale * part.width, scale * part.height);
  const around = new Path2D(marked);
  around.rect(0, 0, image.width, image.height);
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fill(around, 'evenodd');
  context.lineWidth = 3;
  context.strokeStyle = '#fff';
  context.stroke(marked);
  return canvas;
}
