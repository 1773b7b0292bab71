import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../evaluation/cli/options';
import { isFolder } from '../files/isFolder';
import { writeWhole } from '../files/writeWhole';
import { AnnotationBrowser } from './annotationBrowser';
import { answerPictures } from './answerPictures';
import { host } from './host';
import { readAgesOptions } from './options';
import { sideBySide } from './sideBySide';

/** Said so often while a long run goes on. */
const REPORT_EVERY = 100;

/**
 * `annotate ages`: a folder of face sets -> a table of how old everybody looks, for slices of error rates.
 *
 * @returns the exit code: 0 if every face has an age, 3 if some have none, 1 if all
 * @throws {UsageError} before any work
 */
export async function ages(parameters: string[]): Promise<number> {
  const { folder, out, jobs } = readAgesOptions(parameters);
  if (!isFolder(folder)) throw new UsageError(`There is no folder ${folder}.`);
  if (isFolder(out)) throw new UsageError(`${out} is a folder: name a file by --out.`);
  const faces = facesIn(folder);
  if (faces.length === 0)
    throw new UsageError(`There is no face set (a folder with index.json and meshes.npz) in ${folder}.`);

  const rows = new Map<number, string>();
  let done = 0;
  const server = await host(answerPictures(faces.map((face) => join(folder, face))));
  try {
    await sideBySide(
      [...faces.entries()],
      jobs,
      () => AnnotationBrowser.open(server.url, 'ages'),
      async (browser, [index, face]) => {
        const age = await browser.ageOf(index);
        if (++done % REPORT_EVERY === 0) console.error(`${done} of ${faces.length} faces`);
        if (age === undefined) console.error(`${face}: has no age, no face was found`);
        else rows.set(index, `"${face.replaceAll('"', '""')}",${age.toFixed(1)}`);
      },
      ([, face], reason) => console.error(`${face}: has no age, ${reason}`),
    );
  } finally {
    await server.close();
  }
  if (rows.size === 0) {
    console.error('No face has an age: there is no table.');
    return 1;
  }
  const inOrder = [...faces.keys()].flatMap((index) => rows.get(index) ?? []);
  writeWhole(out, ['face,age', ...inOrder, ''].join('\n'));
  console.log(`${rows.size} of ${faces.length} faces have an age in ${out}`);
  return rows.size < faces.length ? 3 : 0;
}

/** `<set>/<picture>` of every face set directly in a folder: as training/faces.py names them, and only whole ones. */
function facesIn(folder: string): string[] {
  const sets = readdirSync(folder).sort();
  return sets.flatMap((set) => {
    const index = join(folder, set, 'index.json');
    if (!existsSync(index) || !existsSync(join(folder, set, 'meshes.npz'))) return [];
    return filesOf(index).map((file) => `${set}/${file}`);
  });
}

function filesOf(index: string): string[] {
  try {
    const entries = JSON.parse(readFileSync(index, 'utf8')) as { f: unknown }[];
    const files = entries.map(({ f }) => f);
    if (files.every((file) => typeof file === 'string')) return files;
  } catch (cause) {
    throw new UsageError(`${index} is no index of a face set.`, { cause });
  }
  throw new UsageError(`${index} is no index of a face set.`);
}
