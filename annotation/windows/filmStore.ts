import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../evaluation/cli/store';
import type { Source } from '../../evaluation/cli/sources';
import { npy } from '../files/npy';
import { npz } from '../files/npz';
import { writeWhole } from '../files/writeWhole';
import type { Film } from '../records';
import type { Filming } from './shippedFilming';

/** Raised when a film is made or stored in another way than before. */
const VERSION = 2;
const MESH_SHAPE = [468, 3];

/** What is known of a stored film. */
export interface StoredFilm {
  /** The windows, from the folder that holds films/; absent where there is none. */
  file?: string;
  windows: number;
  frames: number;
  lost: Film['lost'];
}

/**
 * Films on disk, so that an interrupted run goes on where it stopped. What a film depends on is in the name of its file.
 * A film is there when its .json is; its .npz holds face, context, side, and mesh where it is bona fide.
 */
export class FilmStore {
  constructor(
    private readonly out: string,
    private readonly filming: Filming,
    private readonly most: number,
    private readonly pictureInterval: number,
  ) {
    mkdirSync(join(out, 'films'), { recursive: true });
  }

  read(source: Source): StoredFilm | undefined {
    try {
      const stored = JSON.parse(readFileSync(`${this.#path(source)}.json`, 'utf8')) as StoredFilm;
      return stored.file === undefined || existsSync(join(this.out, stored.file)) ? stored : undefined;
    } catch {
      return undefined;
    }
  }

  write(source: Source, { windows, frames, lost }: Film): StoredFilm {
    const path = this.#path(source);
    rmSync(`${path}.json`, { force: true });
    if (windows.length > 0) writeWhole(`${path}.npz`, this.#arrays(windows));
    const file = `films/${this.#name(source)}.npz`;
    const stored = { ...(windows.length > 0 && { file }), windows: windows.length, frames, lost };
    writeWhole(`${path}.json`, `${JSON.stringify(stored)}\n`);
    return stored;
  }

  #arrays(windows: Film['windows']): Uint8Array {
    const { frames, faceSize, contextSize } = this.filming;
    const bytes = (texts: readonly string[]) =>
      new Uint8Array(Buffer.concat(texts.map((text) => Buffer.from(text, 'base64'))));
    const meshes = windows.flatMap(({ mesh }) => mesh ?? []);
    const shape = (...more: number[]) => [windows.length, frames, ...more];
    return npz({
      face: npy(bytes(windows.map(({ face }) => face)), shape(faceSize, faceSize, 3)),
      context: npy(bytes(windows.map(({ context }) => context)), shape(contextSize, contextSize, 3)),
      side: npy(
        Float32Array.from(windows, ({ side }) => side),
        [windows.length],
      ),
      ...(meshes.length > 0 && { mesh: npy(new Float32Array(bytes(meshes).buffer), shape(...MESH_SHAPE)) }),
    });
  }

  #name(source: Source): string {
    return fingerprint(source, [VERSION, this.filming, this.most, this.pictureInterval]);
  }

  #path(source: Source): string {
    return join(this.out, 'films', this.#name(source));
  }
}
