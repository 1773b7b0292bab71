import type { Clip } from '../records';
import { labelOf } from './labels';
import type { ListedClip } from './listing';
import type { Problem } from './problems';

/** What folders' names say of a clip. */
export type Placing = Pick<Clip, 'label' | 'species' | 'subject'>;

/** How folders say what is in them, for messages. */
export const STRUCTURE =
  'put bona fide clips into live/ (live/<subject>/a.mp4) and attacks into attack/<species>/ ' +
  '(attack/print/<subject>/a.mp4)';

/** Folders that all clips lie in, such as the one that was dropped on a page, up to one that names a class. */
export function sharedDepth(clips: readonly ListedClip[]): number {
  const all = clips.map(({ path }) => path.split('/'));
  for (let depth = 0; ; depth++) {
    const folder = all[0]?.[depth];
    if (folder === undefined || labelOf(folder)) return depth;
    if (all.some((path) => path[depth] !== folder || path.length === depth + 1)) return depth;
  }
}

/**
 * Reads `live/<subject>/...` and `attack/<species>/<subject>/...` off a path, `depth` folders down; `undefined` outside
 * of these. A clip's own name says nothing of who is shown; a video directly in `attack/` is of `unknown` species.
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

/** Pictures directly in `live/` or `attack/`: of many people, as likely as not, and so no clip. */
export function loosePictures({ path, kind }: ListedClip, depth: number): Problem | undefined {
  const [top, ...below] = path.split('/').slice(depth);
  if (kind !== 'pictures' || top === undefined || !labelOf(top) || below.length > 0) return undefined;
  return {
    file: path,
    message: 'holds pictures directly: give the pictures of each clip a folder of their own',
  };
}
