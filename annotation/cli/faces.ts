import { join } from 'node:path';
import { holdFolder, UsageError } from '../../evaluation/cli/options';
import { byPath } from '../../evaluation/manifest/paths';
import { FaceSet } from '../faceSet/faceSet';
import { filesIn, listPictures, type Refused } from '../faceSet/listPictures';
import { isFolder } from '../files/isFolder';
import { writeWhole } from '../files/writeWhole';
import { AnnotationBrowser } from './annotationBrowser';
import { answerPictures } from './answerPictures';
import { host } from './host';
import { readFacesOptions } from './options';
import { sideBySide } from './sideBySide';

/** Said so often while a long run goes on. */
const REPORT_EVERY = 100;

/**
 * `annotate faces`: a folder of pictures -> a face set.
 *
 * @returns the exit code: 0 if every picture is in the set, 3 if some were left out, 1 if there is no set
 * @throws {UsageError} before any work
 */
export async function faces(parameters: string[]): Promise<number> {
  const { folder, out, jobs } = readFacesOptions(parameters);
  if (!isFolder(folder)) throw new UsageError(`There is no folder ${folder}.`);
  holdFolder(out);
  const { pictures, refused } = listPictures(filesIn(folder));
  if (pictures.length === 0) throw new UsageError(`There is no picture directly in ${folder}.`);

  const started = performance.now();
  const set = new FaceSet(out, folder);
  const withoutMatte: string[] = [];
  let done = 0;
  const server = await host(answerPictures(pictures.map((file) => join(folder, file))));
  try {
    await sideBySide(
      [...pictures.entries()],
      jobs,
      () => AnnotationBrowser.open(server.url, 'pictures'),
      async (browser, [index, file]) => {
        const annotation = await browser.annotate(index);
        if ('refused' in annotation) refused.push({ file, reason: annotation.refused });
        else {
          if (annotation.matte === undefined) withoutMatte.push(file);
          set.add(file, annotation);
        }
        if (++done % REPORT_EVERY === 0) console.error(`${done} of ${pictures.length} pictures`);
      },
      ([, file], reason) => refused.push({ file, reason }),
    );
  } finally {
    await server.close();
  }
  const seconds = (performance.now() - started) / 1000;
  return conclude(set, pictures, refused, withoutMatte, out, seconds);
}

function conclude(
  set: FaceSet,
  pictures: readonly string[],
  refused: Refused[],
  withoutMatte: string[],
  out: string,
  seconds: number,
): number {
  refused.sort((a, b) => byPath(a.file, b.file));
  for (const { file, reason } of refused) console.error(`${file}: left out, ${reason}`);
  for (const file of withoutMatte.sort(byPath)) console.error(`${file}: has no matte, it missed the face`);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = refused.map(({ file, reason }) => `${quoted(file)},${quoted(reason)}`);
  writeWhole(join(out, 'left-out.csv'), ['file,reason', ...rows, ''].join('\n'));
  if (set.size === 0) {
    console.error('No picture is left: there is no set.');
    return 1;
  }
  set.write(pictures);
  const matted = set.size - withoutMatte.length;
  console.log(
    `${set.size} faces in ${out}/ (${matted} with a matte), ${refused.length} left out (left-out.csv), ` +
      `${seconds.toFixed(0)} s`,
  );
  return refused.length > 0 ? 3 : 0;
}
