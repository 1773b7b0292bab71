import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathOf } from '../../scripts/pathOf.mjs';
import { listClips } from '../manifest/listing';
import { manifestText } from '../manifest/manifestText';
import { readCrops } from '../manifest/readCrops';
import { readFolder } from '../manifest/readFolder';
import { readManifest } from '../manifest/readManifest';
import { readProtocol } from '../manifest/protocols/protocols';
import type { Clip } from '../records';
import { UsageError, type Options } from './options';

/** Clips left out that are named; the others are counted. */
const NAMED = 3;

/**
 * Returns the clips of a manifest, folder, data set or folder of crops, and the folder their paths start from. Prints
 * to stderr which of a folder's clips are left out.
 *
 * @throws {ManifestError} naming every row that is wrong
 * @throws {UsageError} if there is nothing at that path
 */
export function readClips({
  input,
  crops,
  protocol,
  part,
  oneClass,
}: Pick<Options, 'input' | 'crops' | 'protocol' | 'part' | 'oneClass'>): { clips: Clip[]; root: string } {
  const path = resolve(input);
  const read = { allowOneClass: oneClass };
  if (!existsSync(path)) throw new UsageError(`There is no ${input}.`);
  if (!statSync(path).isDirectory()) {
    if (protocol)
      throw new UsageError(`--protocol ${protocol} reads the folder of a data set, not ${input}.`);
    const root = dirname(path);
    const text = manifestText(readFileSync(path));
    return { clips: readManifest(text, (file) => existsSync(pathOf(root, file)), read), root };
  }
  const paths = filesBelow(path);
  const clips = protocol
    ? readProtocol(protocol, paths, part, read)
    : (crops ? readCrops : readFolder)(paths, read);
  reportSkipped(
    paths,
    clips,
    protocol ? `are not of ${protocol}, part ${part}` : 'say neither live nor attack',
  );
  return { clips, root: path };
}

function reportSkipped(paths: readonly string[], clips: readonly Clip[], why: string): void {
  const placed = new Set(clips.map(({ file }) => file));
  const found = listClips(paths).map((clip) => clip.path);
  const others = found.filter((file) => !placed.has(file));
  if (others.length === 0) return;
  const named = others.slice(0, NAMED).join(', ') + (others.length > NAMED ? ', ...' : '');
  console.error(
    `${others.length} of ${found.length} clips were left out, since their folders and names ${why}: ${named}`,
  );
}

/** Returns all files below a folder, links followed, relative to it, with `/`, in a fixed order. */
export function filesBelow(folder: string): string[] {
  const below = (path: string, around: readonly string[]): string[] => {
    const real = realpathSync(join(folder, path));
    // A link to a folder around it would never end.
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
