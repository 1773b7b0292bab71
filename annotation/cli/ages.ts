import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../evaluation/cli/options';
import { writeWhole } from '../files/writeWhole';
import { AnnotationBrowser } from './annotationBrowser';
import { host } from './host';
import { readAgesOptions } from './options';
import { answerPictures } from './answerPictures';
import { sideBySide } from './sideBySide';

/**
 * `annotate ages`: a folder of face sets -> a table of how old everybody looks, for slices of error rates.
 *
 * @returns the exit code: 0 if every face has an age, 3 if some have none
 * @throws {UsageError} before any work
 */
export async function ages(parameters: string[]): Promise<number> {
  const { folder, out, jobs } = readAgesOptions(parameters);
  const faces = facesIn(folder);
  if (faces.length === 0)
    throw new UsageError(`There is no face set (a folder with index.json) in ${folder}.`);

  const rows = new Map<number, string>();
  const server = await host(answerPictures(faces.map((face) => join(folder, face))));
  try {
    await sideBySide(
      [...faces.entries()],
      jobs,
      {
        open: async () => {
          const browser = await AnnotationBrowser.open(server.url);
          await browser.openForAges();
          return browser;
        },
        close: (browser) => browser.close(),
      },
      async (browser, [index, face]) => {
        const age = await browser.ageOf(index);
        if (age === undefined) console.error(`${face}: has no age, no face was found`);
        else rows.set(index, `"${face.replaceAll('"', '""')}",${age.toFixed(1)}`);
      },
      ([, face], reason) => console.error(`${face}: has no age, ${reason}`),
    );
  } finally {
    await server.close();
  }
  const inOrder = [...faces.keys()].flatMap((index) => rows.get(index) ?? []);
  writeWhole(out, ['face,age', ...inOrder, ''].join('\n'));
  console.log(`${rows.size} of ${faces.length} faces have an age in ${out}`);
  return rows.size < faces.length ? 3 : 0;
}

/** `<set>/<picture>` of every face set directly in a folder: as training/faces.py names them. */
function facesIn(folder: string): string[] {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}.`);
  const sets = readdirSync(folder).sort();
  return sets.flatMap((set) => {
    const index = join(folder, set, 'index.json');
    if (!existsSync(index)) return [];
    const entries = JSON.parse(readFileSync(index, 'utf8')) as { f: string }[];
    return entries.map(({ f }) => `${set}/${f}`);
  });
}
