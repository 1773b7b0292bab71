/** Quarter turns clockwise. */
export type Turn = 0 | 1 | 2 | 3;

/** Returns the image turned, pixel for pixel; the same one for no turn. */
export function turnedImage(image: ImageBitmap, turn: Turn): ImageBitmap {
  if (turn === 0) return image;
  const { width, height } = image;
  const canvas = turn === 2 ? new OffscreenCanvas(width, height) : new OffscreenCanvas(height, width);
  const context = canvas.getContext('2d');
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.rotate((turn * Math.PI) / 2);
  context?.drawImage(image, -width / 2, -height / 2);
  return canvas.transferToImageBitmap();
}
