import type { Clip } from '../records';
import { labelOf, type ReadOptions } from './labels';
import { listClips, type ListedClip } from './listing';
import { placeClips, placing, STRUCTURE, type Placing } from './readFolder';

/**
 * Reads clips of face crops, each a folder of numbered pictures. The structure tells their class as for `readFolder`, or
 * else the end of the folder's name: `anna_live`, `anna_fake` (`_real`, `_bonafide`, `_genuine`, `_attack`, `_spoof`).
 * Other folders are ignored.
 *
 * @param paths of all files, with `/`
 * @throws {ManifestError} if nothing is found, or one class only
 */
export function readCrops(paths: readonly string[], options: ReadOptions = {}): Clip[] {
  const folders = listClips(paths).filter(({ kind }) => kind === 'pictures');
  const none =
    'no folder of numbered face crops found: ' +
    `end the folders' names with _live or _attack (anna_live/0001.jpg), or ${STRUCTURE}`;
  return placeClips(folders, (clip, depth) => placing(clip, depth) ?? placingByName(clip), none, options);
}

function placingByName({ name }: ListedClip): Placing | undefined {
  const [, subject, ending] = /^(.+)_([^_]+)$/.exec(name) ?? [];
  const label = labelOf(ending ?? '');
  if (!label || subject === undefined) return undefined;
  return { label, ...(label === 'attack' && { species: 'unknown' }), subject };
}
