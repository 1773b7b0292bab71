import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

/** All files below a folder, also by links, relative to it, with `/`, in a fixed order. */
export function filesBelow(folder: string): string[] {
  const below = (path: string, around: readonly string[]): string[] => {
    const real = realpathSync(join(folder, path));
    // A link to a folder that it lies in has no end.
    if (around.includes(real)) return [];
    return readdirSync(real).flatMap((name) => {
      const inner = path === '' ? name : `${path}/${name}`;
      const found = statSync(join(folder, inner), { throwIfNoEntry: false });
      if (found?.isDirectory()) return below(inner, [...around, real]);
      return found?.isFile() ? [inner] : [];
    });
  };
  return below('', []).sort();
}
