import { byPath, folderOf, isHidden, nameOf, normalPath } from './paths';

/** A clip found among files; its class is unknown yet. */
export interface ListedClip {
  /** Path of the video, or of the folder of pictures. */
  path: string;
  /** Last part of the path, without a video's extension. */
  name: string;
  kind: 'video' | 'pictures';
}

const PICTURE = /^(.+)\.(jpg|jpeg|png|bmp|webp)$/i;
const VIDEO = /^(.+)\.(mp4|mov|webm|avi|mkv|m4v|gif|3gp|mpe?g|wmv|mts|ogv|flv)$/i;

/**
 * Returns the videos among files, and the folders that directly hold numbered pictures, sorted by path. Hidden files and
 * other kinds are left out. Pictures beside videos count as thumbnails, not as a clip.
 */
export function listClips(paths: readonly string[]): ListedClip[] {
  const clips = new Map<string, ListedClip>();
  const folders = new Set<string>();
  const foldersOfVideos = new Set<string>();
  for (const path of paths.map(normalPath)) {
    if (isHidden(path)) continue;
    const name = VIDEO.exec(nameOf(path))?.[1];
    if (name !== undefined) {
      clips.set(path, { path, name, kind: 'video' });
      foldersOfVideos.add(folderOf(path));
    } else if (pictureNumber(path) !== undefined) folders.add(folderOf(path));
  }
  for (const path of folders)
    if (path !== '' && !foldersOfVideos.has(path))
      clips.set(path, { path, name: nameOf(path), kind: 'pictures' });
  return [...clips.values()].sort((a, b) => byPath(a.path, b.path));
}

/** Returns the numbered pictures among a folder's files, by the last number in their names. */
export function picturesInOrder(paths: readonly string[]): string[] {
  const numbered = paths.flatMap((path) => {
    const number = isHidden(path) ? undefined : pictureNumber(path);
    return number === undefined ? [] : [{ path, number }];
  });
  numbered.sort((a, b) => (a.number === b.number ? byPath(a.path, b.path) : a.number < b.number ? -1 : 1));
  return numbered.map(({ path }) => path);
}

/** Returns the last number in a picture's name; `undefined` for other files and for names without one. */
function pictureNumber(path: string): bigint | undefined {
  const stem = PICTURE.exec(nameOf(path))?.[1];
  const digits = stem?.match(/\d+/g)?.at(-1);
  // A time stamp in nanoseconds has more digits than a double holds.
  return digits === undefined ? undefined : BigInt(digits);
}
