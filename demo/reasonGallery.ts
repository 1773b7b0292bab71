import type { Reason, Verdict } from 'depthproof';
import { reasonSentences } from '../evaluation/report/reasonWords';
import { element, make } from './element';
import type { RecentFrames } from './recentFrames';

/** The reasons of the last verdict that show somewhere: each with its frame, and the part of it that shows it. */
export class ReasonGallery {
  readonly #list = element('reasons', HTMLOListElement);
  /** Width of the frames that the library's rectangles refer to, px. */
  frameWidth = 0;

  constructor(private readonly frames: RecentFrames) {}

  /** @param mirrored whether the stage shows the person as in a mirror */
  show({ reasons }: Verdict, mirrored: boolean): void {
    this.#list.className = mirrored ? 'mirrored' : '';
    this.#list.dataset.empty = 'Nothing to show: no kind of evidence stands out against a real face.';
    this.#list.replaceChildren(...reasons.flatMap((reason) => this.#item(reason) ?? []));
  }

  clear(): void {
    this.#list.dataset.empty =
      'After a verdict these are the frames that speak against a real face, if any does.';
    this.#list.replaceChildren();
  }

  #item({ code, weight, shown }: Reason): HTMLLIElement | undefined {
    if (!shown) return undefined;
    const image = this.frames.at(shown.timestamp);
    const caption = make(
      'figcaption',
      '',
      make('strong', '', reasonSentences[code]),
      make('small', '', `Window ${shown.window + 1}. Lowers the sum by ${weight.toFixed(1)}.`),
    );
    const picture = image
      ? draw(image, shown.part, image.width / this.frameWidth)
      : make('p', 'no-picture', 'The frame is no longer at hand.');
    return make('li', '', make('figure', '', picture, caption));
  }
}

/** Draws a frame, darkened around the part. @param scale px of the picture for one px of the part */
function draw(
  image: ImageBitmap,
  part: NonNullable<Reason['shown']>['part'],
  scale: number,
): HTMLCanvasElement {
  const canvas = make('canvas');
  Object.assign(canvas, { width: image.width, height: image.height });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute(
    'aria-label',
    part ? 'The frame, with a rectangle around the part that shows it' : 'The frame',
  );
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  if (!context || !part) return canvas;
  const [x, y, width, height] = [part.x, part.y, part.width, part.height].map((length) => scale * length);
  const frame = new Path2D();
  frame.rect(x ?? 0, y ?? 0, width ?? 0, height ?? 0);
  const around = new Path2D(frame);
  around.rect(0, 0, image.width, image.height);
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fill(around, 'evenodd');
  context.lineWidth = 3;
  context.strokeStyle = '#ff8a6b';
  context.stroke(frame);
  return canvas;
}
