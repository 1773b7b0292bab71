/** Side to which crops are scaled, px: those of one clip differ in size, but share one crop matrix a window. */
const CROP_SIDE = 256;

/** Returns the largest square about the middle, like the product's crop of a face. Closes the picture. */
export async function middleSquare(picture: ImageBitmap): Promise<ImageBitmap> {
  const side = Math.min(picture.width, picture.height);
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
  try {
    return await createImageBitmap(picture, x, y, side, side, {
      resizeWidth: CROP_SIDE,
      resizeHeight: CROP_SIDE,
      resizeQuality: 'high',
    });
  } finally {
    picture.close();
  }
}
