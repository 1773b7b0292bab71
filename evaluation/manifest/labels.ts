import type { Label } from '../records';
import type { Problem } from './problems';

const LABELS = new Map<string, Label>([
  ['live', 'live'],
  ['bonafide', 'live'],
  ['bona fide', 'live'],
  ['real', 'live'],
  ['genuine', 'live'],
  ['attack', 'attack'],
  ['spoof', 'attack'],
  ['fake', 'attack'],
]);

/** Returns the class that a label or a folder's name stands for, in any case (`Bona fide`, `bona_fide`); else `undefined`. */
export function labelOf(word: string): Label | undefined {
  return LABELS.get(
    word
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, ' '),
  );
}

export interface ReadOptions {
  /** Accepts clips that are all live or all attacks; half of the figures will be absent. */
  allowOneClass?: boolean;
}

/** Returns the problem that clips are of one class only; `source` is where they come from: `the manifest`, ... */
export function missingClass(labels: Iterable<Label>, source: string): Problem | undefined {
  const found = new Set(labels);
  if (found.size !== 1) return undefined;
  const lack = found.has('live')
    ? 'only live clips: error rates of attacks need attacks'
    : 'only attacks: error rates of bona fide presentations need live clips';
  return { message: `${source} has ${lack}; add some` };
}
