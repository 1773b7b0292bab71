import type { Label } from '../records';
import type { Problem } from './problems';

export interface ReadOptions {
  /** Accept clips that are all live or all attacks; half of the figures will be absent. */
  allowOneClass?: boolean;
}

/** The problem that clips are of one class only; `source` is what they were read from: `the manifest`, ... */
export function missingClass(labels: Iterable<Label>, source: string): Problem | undefined {
  const found = new Set(labels);
  if (found.size !== 1) return undefined;
  const lack = found.has('live')
    ? 'only live clips: error rates of attacks need attacks'
    : 'only attacks: error rates of bona fide presentations need live clips';
  return { message: `${source} has ${lack}; add some` };
}
