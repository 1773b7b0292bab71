import { byPath, isHidden, nameOf } from './paths';

const PICTURE = /^(.+)\.(jpg|jpeg|png|bmp|webp)$/i;

/** The numbered pictures of a folder's files in the order of the last number in their names; the rest is left out. */
export function picturesInOrder(paths: readonly string[]): string[] {
  const numbered = paths.flatMap((path) => {
    const number = isHidden(path) ? undefined : pictureNumber(path);
    return number === undefined ? [] : [{ path, number }];
  });
  numbered.sort((a, b) => (a.number === b.number ? byPath(a.path, b.path) : a.number < b.number ? -1 : 1));
  return numbered.map(({ path }) => path);
}

/** The last number in a picture's name; `undefined` for what is no picture or has none. */
export function pictureNumber(path: string): bigint | undefined {
  const stem = PICTURE.exec(nameOf(path))?.[1];
  const digits = stem?.match(/\d+/g)?.at(-1);
  // Names that are time stamps in nanoseconds have more digits than a double holds.
  return digits === undefined ? undefined : BigInt(digits);
}
