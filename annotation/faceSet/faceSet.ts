import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { encode } from 'fast-png';
import { npy, npyOfTexts } from '../files/npy';
import { npz } from '../files/npz';
import { writeWhole } from '../files/writeWhole';
import type { PictureAnnotation } from '../records';
import { indexedBox, storedMesh } from './stored';

/** What is stored of a face: of an annotation that was not refused. */
type Annotated = Exclude<PictureAnnotation, { refused: string }>;

/**
 * A face set as training/faces.py reads it: pictures, index.json (file, size, face box), meshes.npz, and mattes/, an 8-bit
 * PNG a picture. meshes.npz is written last; without it the folder counts for nothing.
 */
export class FaceSet {
  readonly #faces = new Map<string, Annotated>();

  /** @param from the folder that the pictures are in, which may be the set's own */
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    mkdirSync(join(folder, 'mattes'), { recursive: true });
  }

  /** Takes a picture in, and writes what is large. */
  add(file: string, annotation: Annotated): void {
    const matte = join(this.folder, 'mattes', `${parse(file).name}.png`);
    if (annotation.matte === undefined) rmSync(matte, { force: true });
    else {
      const { width, height } = annotation;
      const data = Buffer.from(annotation.matte, 'base64');
      writeWhole(matte, encode({ width, height, data, channels: 1, depth: 8 }));
    }
    if (resolve(this.folder) !== resolve(this.from)) {
      const copy = join(this.folder, file);
      copyFileSync(join(this.from, file), `${copy}.part`);
      renameSync(`${copy}.part`, copy);
    }
    const { width, height, box, points, score } = annotation;
    this.#faces.set(file, { width, height, box, points, score });
  }

  get size(): number {
    return this.#faces.size;
  }

  /** Writes index and meshes, in the order of `files`. */
  write(files: readonly string[]): void {
    const faces = files.flatMap((file) => {
      const face = this.#faces.get(file);
      return face ? [{ file, ...face }] : [];
    });
    const index = faces.map(({ file, width, height, box }) => ({
      f: file,
      wh: [width, height],
      face: indexedBox(box),
    }));
    writeWhole(
      join(this.folder, 'index.json'),
      `[\n${index.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`,
    );
    const meshes = faces.map(({ points }) => storedMesh(floats(points)));
    const values = new Int16Array(meshes.flatMap((mesh) => [...mesh]));
    writeWhole(
      join(this.folder, 'meshes.npz'),
      npz({
        names: npyOfTexts(faces.map(({ file }) => file)),
        xyz_tenths: npy(values, [faces.length, values.length / 3 / faces.length, 3]),
        score: npy(
          Float32Array.from(faces, ({ score }) => score),
          [faces.length],
        ),
      }),
    );
  }
}

function floats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
