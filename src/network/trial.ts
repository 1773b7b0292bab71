import { disposeCrops, type Network } from './network';

/** Milliseconds for the trial; a frame that has begun is let end. */
const LIMIT = 300;

/**
 * Milliseconds that a new frame costs a network that has run before, so that it has compiled and uploaded all it needs.
 * Takes a blank frame the whole way from the bitmap to the read-back, which also compiles the crops, so that the first
 * real window does not meet a gap.
 */
export async function trial(network: Network): Promise<number> {
  const part = { x: 0, y: 0, width: 480, height: 480 };
  const image = blankFrame(640, 480);
  const crops = network.crop(image, part, part);
  image.close();
  const window = network.window();
  try {
    await crops.face.data();
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    await window.push(crops);
    // A push resolves when its work is ordered; what is read after it, when it is done.
    await crops.context.data();
    const first = elapsed();
    if (first > LIMIT) return first;
    await window.push(crops);
    await window.finish();
    // The first frame of a window also shows its appearance, which costs as much as a third of a frame.
    const { frames } = network.architecture;
    return (first + (frames - 1) * (elapsed() - first)) / frames;
  } finally {
    window.dispose();
    disposeCrops(crops);
  }
}

function blankFrame(width: number, height: number): ImageBitmap {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d');
  return canvas.transferToImageBitmap();
}
