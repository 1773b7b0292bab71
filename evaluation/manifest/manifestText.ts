import { ManifestError } from './problems';

/**
 * Returns the text of a manifest's file.
 *
 * @throws {ManifestError} if it is not in UTF-8: guessed letters would make two people one
 */
export function manifestText(bytes: BufferSource): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ManifestError([{ message: 'the manifest is not in UTF-8: save the table as "CSV UTF-8"' }]);
  }
}
