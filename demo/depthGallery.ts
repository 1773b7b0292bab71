import type { WindowResult } from 'depthproof';
import { colourOf } from '../evaluation/report/colourMap';
import { element, make } from './element';

/** Number of windows whose depth maps stay on the page. */
const kept = 12;

/** The depth maps of the last windows, newest first. Its section is there only with a model that has a depth branch. */
export class DepthGallery {
  readonly #section = element('depth-section', HTMLElement);
  readonly #list = element('depths', HTMLOListElement);

  add({ index, depthMap }: WindowResult): void {
    if (!depthMap) return;
    const canvas = make('canvas', 'depth-map');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', describe(depthMap));
    draw(canvas, Math.sqrt(depthMap.length), depthMap);
    this.#list.prepend(make('li', 'depth', canvas, make('p', 'depth-caption', `Window ${index + 1}`)));
    // The scale is drawn now, since a canvas in a hidden section may lose its picture.
    if (this.#section.hidden) drawScale(element('scale', HTMLCanvasElement));
    this.#section.hidden = false;
    while (this.#list.children.length > kept) this.#list.lastElementChild?.remove();
  }

  clear(): void {
    this.#section.hidden = true;
    this.#list.replaceChildren();
  }
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
