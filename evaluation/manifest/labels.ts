import type { Label } from '../records';

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

/** The class a label or a folder's name stands for, in any case (`Bona fide`, `bona_fide`); else `undefined`. */
export function labelOf(word: string): Label | undefined {
  return LABELS.get(
    word
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, ' '),
  );
}
