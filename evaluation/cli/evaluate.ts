import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClipResult } from '../records';
import { makeReport } from '../report/makeReport';
import { textTable } from '../report/textTable';
import { ensureFolder, readOptions } from './options';
import { readClips } from './readClips';
import { runAll } from './runAll';
import { openSources } from './sources';

/**
 * `depthproof evaluate`: clips -> records -> figures -> report.
 *
 * @returns the exit code: 0 if every clip was judged, 3 if some could not be, 1 if none could
 * @throws {UsageError | ManifestError} before any long work
 * @throws {Error} if the product does not open
 */
export async function evaluate(parameters: string[]): Promise<number> {
  const options = readOptions(parameters);
  const { out, exportCrops, protocol } = options;
  const started = performance.now();
  const { clips, root } = readClips(options);
  ensureFolder('out', out);
  if (exportCrops !== undefined) ensureFolder('export-crops', exportCrops);
  const sources = await openSources(clips, root);
  const { provenance, results } = await runAll(sources, options, productVersion());

  const seconds = (performance.now() - started) / 1000;
  const { evaluation, figures, files } = makeReport(provenance, results, { seconds, protocol });
  for (const [name, pieces] of Object.entries(files)) await writeFile(join(out, name), pieces);
  if (exportCrops !== undefined) {
    writeFileSync(
      join(exportCrops, 'windows.json'),
      `${JSON.stringify(exportedWindows(results), null, 1)}\n`,
    );
  }
  console.log(textTable(evaluation, figures, { protocol }));
  console.log(`\n${Object.keys(files).join(', ')} are in ${out}/ (${seconds.toFixed(0)} s)`);
  const failed = evaluation.records.filter(({ error }) => error !== undefined).length;
  return failed === 0 ? 0 : failed < evaluation.records.length ? 3 : 1;
}

/** Returns an entry for each window whose crops were exported. */
function exportedWindows(results: readonly ClipResult[]): object[] {
  return results.flatMap(({ record: { clip, windows }, crops = [] }) =>
    crops.map((exported) => {
      const { id, label, species, subject } = clip;
      const { score, probability } = windows[exported.window] ?? {};
      return { clip: id, label, species, subject, ...exported, score, probability };
    }),
  );
}

function productVersion(): string {
  const { name, version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { name: string; version: string };
  return `${name} ${version}`;
}
