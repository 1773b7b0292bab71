import { ManifestError } from './problems';
import type { Problem } from './problems';

/** For tests: the problems that a reader reports; none if it passes. */
export function problemsOf(read: () => unknown): Problem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}
