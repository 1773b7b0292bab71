import type { Clip } from '../records';
import { labelOf, missingClass, type ReadOptions } from './labels';
import { listClips, type ListedClip } from './listing';
import { ManifestError, type Problem } from './problems';

/** The facts about a clip that folders' names tell. */
export type Placing = Pick<Clip, 'label' | 'species' | 'subject'>;

/** The structure of folders, for messages. */
export const STRUCTURE =
  'put bona fide clips into live/ (live/<subject>/a.mp4) and attacks into attack/<species>/ ' +
  '(attack/print/<subject>/a.mp4)';

/**
 * Reads clips from a folder's files: `live/<subject>/...` and `attack/<species>/<subject>/...`, or `real`, `bonafide`,
 * `genuine`, `spoof` and `fake`, in any case. Files elsewhere are ignored.
 *
 * @param paths of all files, with `/`; folders that hold all clips may precede `live` and `attack`
 * @throws {ManifestError} if nothing is found, or one class only
 */
export function readFolder(paths: readonly string[], options: ReadOptions = {}): Clip[] {
  return placeClips(listClips(paths), placing, `no clip found: ${STRUCTURE}`, options);
}

/** Returns the clips that `place` can place by their paths. `none` is the message if it can place none. */
export function placeClips(
  listed: readonly ListedClip[],
  place: (clip: ListedClip, depth: number) => Placing | undefined,
  none: string,
  { allowOneClass = false }: ReadOptions,
): Clip[] {
  const depth = sharedDepth(listed);
  const problems: Problem[] = listed.flatMap((clip) => loosePictures(clip, depth) ?? []);
  const clips = listed.flatMap((clip): Clip[] => {
    const placed = place(clip, depth);
    return placed ? [{ id: clip.path, file: clip.path, ...placed, slices: {} }] : [];
  });
  if (clips.length === 0) problems.push({ message: none });
  const lack = allowOneClass
    ? undefined
    : missingClass(
        clips.map(({ label }) => label),
        'the folder',
      );
  if (lack) problems.push(lack);
  if (problems.length > 0) throw new ManifestError(problems);
  return clips;
}

/** Returns how many folders hold all clips, such as the one dropped on a page, down to one that names a class. */
export function sharedDepth(clips: readonly ListedClip[]): number {
  const all = clips.map(({ path }) => path.split('/'));
  for (let depth = 0; ; depth++) {
    const folder = all[0]?.[depth];
    if (folder === undefined || labelOf(folder)) return depth;
    if (all.some((path) => path[depth] !== folder || path.length === depth + 1)) return depth;
  }
}

/**
 * Reads `live/<subject>/...` and `attack/<species>/<subject>/...` from a path, `depth` folders down; `undefined` outside of
 * these. A clip's own name does not tell who is shown; a video directly in `attack/` is of `unknown` species.
 */
export function placing({ path, kind }: ListedClip, depth: number): Placing | undefined {
  const [top, ...below] = path.split('/').slice(depth);
  const label = top === undefined ? undefined : labelOf(top);
  if (!label) return undefined;
  const directly = below.length === 1 && kind === 'video';
  const species = label === 'live' ? undefined : directly ? 'unknown' : below.shift();
  const subject = below.length > 1 ? below[0] : undefined;
  return { label, ...(species !== undefined && { species }), ...(subject !== undefined && { subject }) };
}

/** Returns the problem of pictures directly in `live/` or `attack/`: they may show many people, and so are no clip. */
export function loosePictures({ path, kind }: ListedClip, depth: number): Problem | undefined {
  const [top, ...below] = path.split('/').slice(depth);
  if (kind !== 'pictures' || top === undefined || !labelOf(top) || below.length > 0) return undefined;
  return {
    file: path,
    message: 'holds pictures directly: give the pictures of each clip a folder of their own',
  };
}
