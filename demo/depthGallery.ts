import type { WindowResult } from 'depthproof';
import { colourOf } from '../evaluation/report/colourMap';
import { element, make } from './element';
import type { RecentFrames } from './recentFrames';

/** Number of windows whose depth maps stay on the page. */
const kept = 12;

/** Side of a face's picture, px. */
const side = 128;

/**
 * The depth maps of the last windows, newest first, each beside the face that it is of. Their section is there only with a
 * model that gives depth maps.
 */
export class DepthGallery {
  readonly #section = element('depth-section', HTMLElement);
  readonly #list = element('depths', HTMLOListElement);

  /** Width of the frames that the library's rectangles refer to, px. */
  frameWidth = 0;

  constructor(private readonly frames: RecentFrames) {}

  add({ index, depthMap, frames: [first] }: WindowResult): void {
    if (!depthMap) return;
    const face = first && this.#face(first);
    const pictures = make('div', 'depth-pictures', ...(face ? [face] : []), depthCanvas(depthMap));
    this.#list.prepend(make('li', 'depth', pictures, make('p', 'depth-caption', `Window ${index + 1}`)));
    // The scale is drawn now, since a canvas in a hidden section may lose its picture.
    if (this.#section.hidden) drawScale(element('scale', HTMLCanvasElement));
    this.#section.hidden = false;
    while (this.#list.children.length > kept) this.#list.lastElementChild?.remove();
  }

  clear(): void {
    this.#section.hidden = true;
    this.#list.replaceChildren();
  }

  /** The part of a frame that its depth map covers. */
  #face({ timestamp, parts: { face } }: WindowResult['frames'][number]): HTMLCanvasElement | undefined {
    const image = this.frames.at(timestamp);
    if (!image || !face) return undefined;
    const scale = image.width / this.frameWidth;
    const [x, y, width, height] = [face.x, face.y, face.width, face.height].map((length) => scale * length);
    const canvas = make('canvas', 'depth-map');
    Object.assign(canvas, { width: side, height: side });
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'The face in the window’s first frame');
    canvas.getContext('2d')?.drawImage(image, x ?? 0, y ?? 0, width ?? 0, height ?? 0, 0, 0, side, side);
    return canvas;
  }
}

/** Returns the picture of a depth map. */
export function depthCanvas(depthMap: Float32Array): HTMLCanvasElement {
  const canvas = make('canvas', 'depth-map');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', describe(depthMap));
  draw(canvas, Math.sqrt(depthMap.length), depthMap);
  return canvas;
}

/** Draws the colours of all depths, from 0 on the left to 1 on the right. */
function drawScale(canvas: HTMLCanvasElement): void {
  const steps = 64;
  draw(
    canvas,
    steps,
    Array.from({ length: steps }, (_, step) => step / (steps - 1)),
  );
}

/**
 * Draws depths, one pixel a value; style.css enlarges the canvas with smoothing. The colour scale is fixed at 0 to 1 and
 * never stretched to the map: a flat map has to look flat.
 *
 * @param depths row-major, 0 = far or flat, 1 = nearest
 */
function draw(canvas: HTMLCanvasElement, width: number, depths: ArrayLike<number>): void {
  const height = depths.length / width;
  Object.assign(canvas, { width, height });
  const pixels = new ImageData(width, height);
  for (const [index, depth] of Array.from(depths).entries())
    pixels.data.set([...colourOf(depth), 255], 4 * index);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** Describes a depth map to someone who does not see it. */
function describe(depthMap: Float32Array): string {
  const mean = depthMap.reduce((sum, depth) => sum + depth, 0) / depthMap.length;
  const nearest = depthMap.reduce((most, depth) => Math.max(most, depth), 0);
  return `Depth map: nearest ${nearest.toFixed(2)}, mean ${mean.toFixed(2)}, on a scale from 0, far or flat, to 1`;
}
