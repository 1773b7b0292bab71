import { readdirSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { byPath, isHidden } from '../../evaluation/manifest/paths';

/** What both browsers and OpenCV, which training reads with, decode. */
const PICTURE = /\.(jpe?g|png|webp|bmp)$/i;

export interface Listed {
  pictures: string[];
  /** Files that are left out, with the reason. */
  refused: Refused[];
}

export interface Refused {
  file: string;
  reason: string;
}

/** The pictures directly in a folder, in a fixed order, and what cannot be one of a set. */
export function listPictures(names: readonly string[]): Listed {
  const pictures: string[] = [];
  const refused: Refused[] = [];
  const taken = new Map<string, string>();
  for (const file of [...names].sort(byPath)) {
    if (isHidden(file) || !PICTURE.test(file)) continue;
    // Mattes are named by the picture without its ending.
    const name = parse(file).name;
    const other = taken.get(name);
    if (other === undefined) {
      taken.set(name, file);
      pictures.push(file);
    } else refused.push({ file, reason: `it has the same name as ${other}: rename one` });
  }
  return { pictures, refused };
}

/** The names of the files directly in a folder, and of links to files. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isFile(),
  );
}
