import type { Clip } from '../records';
import type { ReadOptions } from './classes';
import { labelOf } from './labels';
import { listClips } from './listing';
import type { ListedClip } from './listing';
import { placeClips } from './readFolder';
import { STRUCTURE, placing } from './structure';
import type { Placing } from './structure';

/**
 * Clips from folders of face crops, each a folder of numbered pictures. Their class is read off the structure as
 * `readFolder` does, or else off the end of the folder's name: `anna_live`, `anna_fake` (`_real`, `_bonafide`,
 * `_genuine`, `_attack`, `_spoof`). Folders that say neither are ignored.
 *
 * @param paths of all files, with `/`.
 * @throws ManifestError if nothing is found, or one class only.
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
