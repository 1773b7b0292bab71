import { ruleOf, type CropName, type CropRule } from '../../model/manifest';
import { disposeCrops, forCropsSeen, type Network } from '../../network/network';

/** Milliseconds for the benchmark; a frame that has begun is allowed to end. */
const LIMIT = 300;

const [WIDTH, HEIGHT] = [640, 480];
/** Mean distance of a crop to what the frame shows, of levels 0 to 1. Filters and privacy's noise stay below it. */
const LARGEST_CROP_ERROR = 0.02;

/**
 * Returns the milliseconds that a new frame costs a network that has run before and so has compiled and uploaded all it
 * needs. A frame goes the whole way from the bitmap to the read-back, which also compiles the crops, so that the first
 * real window meets no gap.
 *
 * @throws {Error} where a crop is not what the frame shows: black, flipped or with swapped channels
 */
export async function benchmarkFrame(network: Network): Promise<number> {
  const part = { x: 0, y: 0, width: HEIGHT, height: HEIGHT };
  const { model } = network;
  const { frames } = model.architecture;
  const image = ramps();
  const crops = network.crop(
    image,
    forCropsSeen(model, true, () => part),
  );
  image.close();
  const window = network.window();
  try {
    for (const [name, crop] of Object.entries(crops)) {
      const error = cropError(await crop.data(), ruleOf(model.crops, name as CropName));
      // NaN is no small error.
      if (!(error <= LARGEST_CROP_ERROR)) throw new Error(`its crops are wrong: off by ${error.toFixed(2)}`);
    }
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    await window.push(crops);
    // A push resolves when its work is submitted; a read-back after it, when it is done.
    await crops.context?.data();
    const first = elapsed();
    if (first > LIMIT) return first;
    await window.push(crops);
    await window.finish();
    // The first frame of a window also shows its appearance, which costs as much as a third of a frame.
    return (first + (frames - 1) * (elapsed() - first)) / frames;
  } finally {
    window.dispose();
    disposeCrops(crops);
  }
}

/** Red grows to the right, green downwards, blue to the left: levels 0 to 1 at a point, px. */
const levels = (x: number, y: number) => [x / WIDTH, y / HEIGHT, 1 - x / WIDTH] as const;

function ramps(): ImageBitmap {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pixels = new ImageData(WIDTH, HEIGHT);
  let index = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      for (const level of levels(x + 0.5, y + 0.5)) pixels.data[index++] = 255 * level;
      pixels.data[index++] = 255;
    }
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas.transferToImageBitmap();
}

/** Mean distance of levels, 0 to 1, to the ramps of a crop of the left square. */
function cropError(crop: ArrayLike<number>, { size, range: [least, most] }: CropRule): number {
  let sum = 0;
  for (let index = 0; index < size * size; index++) {
    const [x, y] = [(index % size) + 0.5, Math.floor(index / size) + 0.5].map((at) => (at * HEIGHT) / size);
    levels(x ?? NaN, y ?? NaN).forEach((level, channel) => {
      sum += Math.abs(((crop[3 * index + channel] ?? NaN) - least) / (most - least) - level);
    });
  }
  return sum / (3 * size * size);
}
