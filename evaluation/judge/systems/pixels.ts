const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

/** A part of an image scaled to width x height, RGBA bytes. What lies outside the image is transparent black. */
export function pixelsOf(
  image: ImageBitmap,
  { x, y, width: w, height: h }: { x: number; y: number; width: number; height: number },
  width: number,
  height: number,
): ImageData {
  if (!context) throw new Error('This browser gives no 2D canvas.');
  canvas.width = width;
  canvas.height = height;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, w, h, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
