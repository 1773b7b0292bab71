import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClipResult } from '../records';
import { silentFaceNetworks } from '../run/systems/silentFaceNetworks';
import { dist, packageFolder } from './host';
import type { Options } from './options';
import type { Source } from './sources';

/**
 * Results of clips on disk, so that an interrupted run goes on where it stopped. All that a clip's result depends on (its
 * files, frames, face and label, the product and the systems as they are built) is in the name of the file that holds it.
 */
export class Store {
  readonly #folder: string;

  /**
   * @param setting all else that results depend on, as JSON
   * @param exportCrops folder of the exported crops, if they are asked for
   */
  constructor(
    out: string,
    private readonly setting: unknown,
    private readonly exportCrops: string | undefined,
  ) {
    this.#folder = join(out, 'judged');
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Returns a name for the result of a source: a hash of its clip's id and label, its files and the setting. */
  nameOf({ clip, path, pictures = [path] }: Source): string {
    const files = pictures.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [file, size, mtimeMs];
    });
    const key = JSON.stringify([clip.id, clip.label, files, this.setting]);
    return createHash('sha256').update(key).digest('hex').slice(0, 24);
  }

  /** Returns the result of a source; `undefined` if there is none, or if the crops that are asked for are missing. */
  read(source: Source): ClipResult | undefined {
    try {
      const result = JSON.parse(readFileSync(this.#path(this.nameOf(source)), 'utf8')) as ClipResult;
      // What else the manifest says of the clip may have changed.
      result.record.clip = source.clip;
      return this.#lacksCrops(source, result) ? undefined : result;
    } catch {
      // The file is missing, or a machine that went down left half of it: the clip is run (again).
      return undefined;
    }
  }

  /** @param name of the source before it was judged: its files may have changed since */
  write(name: string, result: ClipResult): void {
    const path = this.#path(name);
    // Another run may write the same result at the same time.
    const part = `${path}.${randomUUID()}.part`;
    writeFileSync(part, JSON.stringify(result));
    renameSync(part, path);
  }

  #lacksCrops(source: Source, { crops }: ClipResult): boolean {
    if (this.exportCrops === undefined || crops?.length === 0) return false;
    return !crops || !existsSync(join(this.exportCrops, this.nameOf(source)));
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

/**
 * Returns a hash of the built product, the page that runs it, this command, which decodes, and the peer's files: with
 * others, results are others.
 */
export function buildHash({ silentFace }: Pick<Options, 'silentFace'>): string {
  const files = [
    join(dist, 'integrity.json'),
    join(dist, 'evaluation/page.js'),
    join(dist, 'evaluation/depthproof.js'),
  ];
  if (silentFace !== undefined)
    files.push(
      ...silentFaceNetworks.map(({ file }) => join(silentFace, file)),
      join(packageFolder('onnxruntime-web'), 'package.json'),
    );
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
