import { labelOf } from '../../evaluation/manifest/labels';
import { listClips, picturesInOrder } from '../../evaluation/manifest/listing';
import { folderOf, normalPath } from '../../evaluation/manifest/paths';
import type { GivenFile } from './dropped';

/** The given files, by path. */
export class FileTree {
  /** Accents in paths are composed with their letters, which some file systems keep apart. */
  readonly #files: ReadonlyMap<string, File>;
  /** Paths of the files directly in each folder; folders that only hold folders are empty. */
  readonly #folders = new Map<string, string[]>();

  /** Leaves a folder that holds everything out of the paths, as the command leaves out the one it is given. */
  constructor(given: readonly GivenFile[]) {
    this.#files = new Map(withoutSharedFolder(given).map(({ path, file }) => [path, file]));
    for (const path of this.paths) {
      const folder = folderOf(path);
      const beside = this.#folders.get(folder) ?? [];
      beside.push(path);
      this.#folders.set(folder, beside);
      for (let above = folderOf(folder); above !== '' && !this.#folders.has(above); above = folderOf(above))
        this.#folders.set(above, []);
    }
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  /** Tells whether there is a file or a folder. */
  has(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  file(path: string): File | undefined {
    return this.#files.get(path);
  }

  /** Returns the numbered pictures directly in a folder, in order. */
  pictures(folder: string): File[] {
    return picturesInOrder(this.#folders.get(folder) ?? []).flatMap((path) => this.#files.get(path) ?? []);
  }
}

/** Removes the shared folder unless its name matters: it may be `live`, or a clip of numbered pictures. */
function withoutSharedFolder(given: readonly GivenFile[]): GivenFile[] {
  const all = given.map(({ path, file }) => ({ path: normalPath(path).normalize(), file }));
  const [top = ''] = all[0]?.path.split('/') ?? [];
  if (labelOf(top) || !all.every(({ path }) => path.startsWith(`${top}/`))) return all;
  const inside = all.map(({ path, file }) => ({ path: path.slice(top.length + 1), file }));
  return clipsIn(inside) === clipsIn(all) ? inside : all;
}

function clipsIn(files: readonly GivenFile[]): number {
  return listClips(files.map(({ path }) => path)).length;
}
