import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeFigures } from '../metrics/computeFigures';
import { clipsCsv, windowsCsv } from '../report/csv';
import { reportHtml } from '../report/reportHtml';
import { reportJson } from '../report/reportJson';
import { textTable } from '../report/textTable';
import { pictureKey } from '../report/worstWindows';
import type { Evaluation, WindowPicture } from '../records';
import { judgeAll } from './judgeAll';
import { listClips } from './listClips';
import { holdFolder, readOptions } from './options';
import { openSources } from './sources';

/**
 * `depthproof evaluate`: clips -> records -> figures -> report.
 *
 * @returns the exit code: 0 if every clip was judged, 3 if some could not be, 1 if none could
 * @throws {UsageError | ManifestError} before any long work; Error if the product does not open
 */
export async function evaluate(parameters: string[]): Promise<number> {
  const options = readOptions(parameters);
  const started = performance.now();
  holdFolder(options.out);
  const { clips, root } = listClips(options);
  const sources = await openSources(clips, root);
  const { provenance, judged } = await judgeAll(sources, options, productVersion());

  const evaluation: Evaluation = { provenance, records: judged.map(({ record }) => record) };
  const figures = computeFigures(evaluation);
  const pictures = new Map<string, WindowPicture>();
  for (const { record, pictures: taken } of judged) {
    for (const [first, picture] of taken) pictures.set(pictureKey(record, { first }), picture);
  }
  const seconds = (performance.now() - started) / 1000;
  const protocol = options.protocol === undefined ? {} : { protocol: options.protocol };
  mkdirSync(options.out, { recursive: true });
  const files = {
    'report.json': reportJson(evaluation, figures, { seconds }),
    'windows.csv': windowsCsv(evaluation),
    'clips.csv': clipsCsv(evaluation),
    'report.html': reportHtml(evaluation, figures, pictures, protocol),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(options.out, name), text);
  console.log(textTable(evaluation, figures, protocol));
  console.log(`\n${Object.keys(files).join(', ')} are in ${options.out}/ (${seconds.toFixed(0)} s)`);
  const failed = evaluation.records.filter(({ error }) => error !== undefined).length;
  return failed === 0 ? 0 : failed < evaluation.records.length ? 3 : 1;
}

function productVersion(): string {
  const { name, version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { name: string; version: string };
  return `${name} ${version}`;
}
