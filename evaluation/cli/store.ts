import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClipRecord, WindowPicture } from '../records';
import type { Source } from './sources';

/** All that was found out about one clip. */
export interface Judged {
  record: ClipRecord;
  /** Of the window that a report shows of it, by the number of its first frame. */
  pictures: [number, WindowPicture][];
}

/**
 * Judged clips on disk, so that an interrupted run goes on where it stopped. What a clip's result depends on (its row,
 * its file, the product and the systems as they are built) is in the name of the file that holds it.
 */
export class Store {
  readonly #folder: string;

  /** @param setting whatever else results depend on, as JSON */
  constructor(
    out: string,
    private readonly setting: unknown,
  ) {
    this.#folder = join(out, 'judged');
    mkdirSync(this.#folder, { recursive: true });
  }

  read(source: Source): Judged | undefined {
    try {
      return JSON.parse(readFileSync(this.#path(source), 'utf8')) as Judged;
    } catch {
      // Not there, or half written by a machine that went down: judge it (again).
      return undefined;
    }
  }

  write(source: Source, judged: Judged): void {
    const path = this.#path(source);
    writeFileSync(`${path}.part`, JSON.stringify(judged));
    renameSync(`${path}.part`, path);
  }

  #path(source: Source): string {
    return join(this.#folder, `${fingerprint(source, this.setting)}.json`);
  }
}

/** A name for what is made of a source: of its row, its files and a setting (as JSON). */
export function fingerprint({ clip, path, pictures = [path] }: Source, setting: unknown): string {
  const files = pictures.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [file, size, mtimeMs];
  });
  const key = JSON.stringify([clip, files, setting]);
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}
