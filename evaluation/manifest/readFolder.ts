import type { Clip } from '../records';
import { missingClass } from './classes';
import type { ReadOptions } from './classes';
import { listClips } from './listing';
import type { ListedClip } from './listing';
import { ManifestError } from './problems';
import type { Problem } from './problems';
import { STRUCTURE, loosePictures, placing, sharedDepth } from './structure';
import type { Placing } from './structure';

/**
 * Clips from a folder's files: `live/<subject>/...` and `attack/<species>/<subject>/...`, where `real`, `bonafide`,
 * `genuine`, `spoof` and `fake` do as well, in any case. What lies elsewhere is ignored.
 *
 * @param paths of all files, with `/`; folders that all clips lie in may precede `live` and `attack`.
 * @throws ManifestError if nothing is found, or one class only.
 */
export function readFolder(paths: readonly string[], options: ReadOptions = {}): Clip[] {
  return placeClips(listClips(paths), placing, `no clip found: ${STRUCTURE}`, options);
}

/** Clips placed by their paths; those that `place` cannot place are left out. `none` is said if it can place none. */
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
