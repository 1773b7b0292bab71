import { colourOf } from '../evaluation/report/colourMap';

/**
 * Draws a depth map, one pixel a value; style.css enlarges it with smoothing. The scale is fixed at 0 to 1 and never
 * stretched to the window at hand: a flat map has to look flat.
 *
 * @param depthMap row-major square, 0 = far or flat, 1 = nearest
 */
export function drawDepth(canvas: HTMLCanvasElement, depthMap: Float32Array): void {
  const size = Math.sqrt(depthMap.length);
  canvas.width = size;
  canvas.height = size;
  const pixels = new ImageData(size, size);
  for (const [index, depth] of depthMap.entries()) pixels.data.set([...colourOf(depth), 255], 4 * index);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** Draws the whole scale from left (0) to right (1). */
export function drawScale(canvas: HTMLCanvasElement): void {
  const steps = 64;
  canvas.width = steps;
  canvas.height = 1;
  const pixels = new ImageData(steps, 1);
  for (let step = 0; step < steps; step += 1) {
    pixels.data.set([...colourOf(step / (steps - 1)), 255], 4 * step);
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
