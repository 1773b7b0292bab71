import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where an installed package lies; `undefined` if it is not installed. */
export function packageFolder(name: string): string | undefined {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(name));
  } catch {
    return undefined;
  }
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
