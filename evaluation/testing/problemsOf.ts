import { ManifestError, type Problem } from '../manifest/problems';

/** Returns the problems that a reader reports; none if it passes. */
export function problemsOf(read: () => unknown): Problem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}
