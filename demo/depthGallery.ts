import type { WindowResult } from 'depthproof';
import { drawDepth } from './depthPicture';
import { make } from './element';

/** Windows whose pictures stay on the page. */
const kept = 12;

/** The depth maps of the last windows, newest first. */
export class DepthGallery {
  readonly #list: HTMLOListElement;

  constructor(list: HTMLOListElement) {
    this.#list = list;
  }

  add({ index, score, depthMap }: WindowResult): void {
    const canvas = make('canvas', 'depth-map');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', describe(depthMap));
    drawDepth(canvas, depthMap);
    const caption = make(
      'p',
      'depth-caption',
      `Window ${index + 1}`,
      make('span', 'figure', score.toFixed(2)),
    );
    caption.title = 'Window score, 0 (attack) to 1 (bona fide), uncalibrated';
    this.#list.prepend(make('li', 'depth', canvas, caption));
    while (this.#list.children.length > kept) this.#list.lastElementChild?.remove();
  }

  clear(): void {
    this.#list.replaceChildren();
  }
}

/** What a person who does not see the picture would ask about it. */
function describe(depthMap: Float32Array): string {
  const mean = depthMap.reduce((sum, depth) => sum + depth, 0) / depthMap.length;
  const nearest = depthMap.reduce((most, depth) => Math.max(most, depth), 0);
  return `Depth map: nearest ${nearest.toFixed(2)}, mean ${mean.toFixed(2)}, on a scale from 0, far or flat, to 1`;
}
