import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { readCrops } from '../manifest/readCrops';
import { readFolder } from '../manifest/readFolder';
import { readManifest } from '../manifest/readManifest';
import { readProtocol } from '../manifest/protocols/protocols';
import type { Clip } from '../records';
import { UsageError, type Options } from './options';

/**
 * The clips of a manifest, folder, data set or folder of crops, and the folder their paths start from.
 *
 * @throws {ManifestError} naming every row that is wrong
 * @throws {UsageError} if there is nothing at that path
 */
export function listClips({
  input,
  crops,
  protocol,
  part,
}: Pick<Options, 'input' | 'crops' | 'protocol' | 'part'>): { clips: Clip[]; root: string } {
  const path = resolve(input);
  if (!existsSync(path)) throw new UsageError(`There is no ${input}.`);
  if (!statSync(path).isDirectory()) {
    if (protocol)
      throw new UsageError(`--protocol ${protocol} reads the folder of a data set, not ${input}.`);
    const root = dirname(path);
    const text = readFileSync(path, 'utf8');
    return { clips: readManifest(text, (file) => existsSync(resolve(root, file))), root };
  }
  const paths = filesBelow(path);
  if (protocol) return { clips: readProtocol(protocol, paths, part), root: path };
  return { clips: crops ? readCrops(paths) : readFolder(paths), root: path };
}

/** All files below a folder, relative to it, with `/`, in a fixed order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}
