/** How the frames of a window differ from each other. */
export interface FrameStatistics {
  /** Smallest difference of two frames, mean of absolute levels (0 to 255) over both crops: a camera's noise makes some. */
  leastDifference: number;
  /**
   * Sum of the differences from frame to frame, over that of the order in which it is smallest; 1 for frames that are in
   * the order in which they were made, or nearly so where nothing moves.
   */
  disorder: number;
}

/** @param frames RGB levels of all that the network sees of each frame, all of one length; at least two */
export function frameStatistics(frames: readonly Uint8Array[]): FrameStatistics {
  const differences = frames.map((one, a) => frames.slice(0, a).map((other) => difference(one, other)));
  const between = (a: number, b: number) => differences[Math.max(a, b)]?.[Math.min(a, b)] ?? NaN;
  const given = frames.slice(1).reduce((sum, _, index) => sum + between(index, index + 1), 0);
  const everyFrame = frames.map((_, index) => index);
  const shortest = Math.min(...everyFrame.map((start) => shortestPath(start, everyFrame, between)));
  return { leastDifference: Math.min(...differences.flat()), disorder: shortest > 0 ? given / shortest : 1 };
}

/** Length of the shortest path from `start` through all `places`: 120 orders of five frames are soon tried. */
function shortestPath(
  start: number,
  places: readonly number[],
  between: (a: number, b: number) => number,
): number {
  const rest = places.filter((place) => place !== start);
  if (rest.length === 0) return 0;
  return Math.min(...rest.map((next) => between(start, next) + shortestPath(next, rest, between)));
}

function difference(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  // A loop: there are a million levels to compare.
  for (let index = 0; index < one.length; index++)
    sum += Math.abs((one[index] ?? NaN) - (other[index] ?? NaN));
  return sum / one.length;
}
