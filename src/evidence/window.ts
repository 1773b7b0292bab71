import { levelsOf, valuesOf } from '../model/pixelLevels';
import { ruleOf, type CropName, type CropRule, type Model } from '../model/manifest';
import { paceOf, type WindowOutput } from '../network/evidence';
import { cropOf, cropsSeen, disposeCrops, type Crops, type Network } from '../network/network';

/** A crop as evidence holds it. */
export interface SentCrop extends Pick<CropRule, 'size' | 'range'> {
  name: CropName;
}

/** Something for each crop of each frame, in the order of `sentCrops`. */
export type EachCrop<T> = readonly (readonly T[])[];

/** Returns the crops that the network sees of each frame of a window, in the order in which evidence holds them. */
export function sentCrops({ architecture, cadence, crops }: Model): SentCrop[][] {
  return Array.from({ length: cadence.frames }, (_, frame) =>
    cropsSeen(architecture, frame === 0).map((name) => ({ name, ...ruleOf(crops, name) })),
  );
}

/** Turns every crop of every frame into something else, one after the other. Throws a RangeError where one is missing. */
export async function eachCrop<T, U>(
  model: Model,
  frames: EachCrop<T>,
  act: (crop: T, size: number) => Promise<U>,
): Promise<U[][]> {
  const results: U[][] = [];
  for (const [frame, sent] of sentCrops(model).entries()) {
    const result: U[] = [];
    for (const [index, { size }] of sent.entries()) {
      const crop = frames[frame]?.[index];
      if (crop === undefined) throw new RangeError('A frame lacks a crop that the network sees.');
      result.push(await act(crop, size));
    }
    results.push(result);
  }
  return results;
}

/** Returns the nearest levels of crops that the network here made, one entry of `crops` for each frame. */
export function readLevels(model: Model, crops: readonly Crops[]): Promise<Uint8Array<ArrayBuffer>[][]> {
  return Promise.all(
    sentCrops(model).map((sent, frame) =>
      Promise.all(
        sent.map(async ({ name, range }) => levelsOf(await cropOf(crops[frame] ?? {}, name).data(), range)),
      ),
    ),
  );
}

/** A window as it is scored: its crops as RGB levels, row-major, and when its frames were made, ms. */
export interface WindowLevels {
  levels: EachCrop<Uint8Array>;
  times: readonly number[];
}

/** Runs a window through the network, in the browser and on the server alike. No other window may be open. */
export async function scoreLevels(
  network: Network,
  model: Model,
  { levels, times }: WindowLevels,
): Promise<WindowOutput> {
  const window = network.window();
  try {
    for (const [frame, sent] of sentCrops(model).entries()) {
      const crops = cropsOf(network, sent, levels[frame] ?? []);
      try {
        await window.push(crops);
      } finally {
        disposeCrops(crops);
      }
    }
    return await window.finish(paceOf(times, model.cadence));
  } finally {
    window.dispose();
  }
}

function cropsOf(network: Network, sent: readonly SentCrop[], levels: readonly Uint8Array[]): Crops {
  const values = sent.map(({ name, range }, index) => [name, valuesOf(levels[index] ?? [], range)]);
  return network.cropsOf(Object.fromEntries(values) as Crops<Float32Array<ArrayBuffer>>);
}
