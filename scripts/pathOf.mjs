import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Returns the path of a clip's file, whose accents the disk may write otherwise than the manifest.
 *
 * @param {string} root the manifest's folder
 * @param {string} file as the manifest gives it
 */
export function pathOf(root, file) {
  const path = resolve(root, file);
  const spellings = ['NFC', 'NFD'].map((form) => resolve(root, file.normalize(form)));
  return [path, ...spellings].find((spelling) => existsSync(spelling)) ?? path;
}
