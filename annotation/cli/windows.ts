import { spawn } from 'node:child_process';
import { join, resolve as absolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listClips } from '../../evaluation/cli/listClips';
import { holdFolder } from '../../evaluation/cli/options';
import { openSources } from '../../evaluation/cli/sources';
import { ManifestError, type Problem } from '../../evaluation/manifest/problems';
import { writeWhole } from '../files/writeWhole';
import { filmAll, type Filmed } from '../windows/filmAll';
import { whyNoWindow } from '../windows/reasons';
import { speciesNumber, unknownSpecies } from '../windows/species';
import { hasSubject, lackingParts, missingSubjects, partOf } from '../windows/subjects';
import { readWindowsOptions } from './options';

/**
 * `annotate windows`: labelled clips -> films -> windows to fine-tune on.
 *
 * @returns the exit code: 0 if there are windows of every clip, 3 if some clips gave none, 1 if packing failed
 * @throws {UsageError | ManifestError} before any long work, or if too few clips gave windows
 */
export async function windows(parameters: string[]): Promise<number> {
  const options = readWindowsOptions(parameters);
  const { out, validationShare } = options;
  holdFolder(out);
  const { clips, root: clipsRoot } = listClips({ ...options, crops: false, oneClass: false });
  const problems = [...unknownSpecies(clips), ...missingSubjects(clips)];
  if (problems.length === 0)
    problems.push(...lackingParts(clips.filter(hasSubject), validationShare, 'clips'));
  if (problems.length > 0) throw new ManifestError(problems);

  const filmed = await filmAll(await openSources(clips, clipsRoot), options);
  const lost = filmed.flatMap(lossOf);
  for (const { file, message } of lost) console.error(`${file}: left out, ${message}`);
  const kept = filmed.flatMap(({ source: { clip }, film }) =>
    film?.file && hasSubject(clip) ? [{ clip, film }] : [],
  );
  const lacking = lackingParts(
    kept.map(({ clip }) => clip),
    validationShare,
    'clips with a window',
  );
  if (lacking.length > 0) throw new ManifestError(lacking);

  const films = kept.map(({ clip, film }) => ({
    file: film.file,
    clip: clip.id,
    species: speciesNumber(clip),
    subject: clip.subject,
    part: partOf(clip.subject, validationShare),
  }));
  writeWhole(join(out, 'films.json'), `${JSON.stringify(films, undefined, 1)}\n`);
  const code = await pack(out);
  if (code !== 0) return 1;
  console.log(`${kept.length} of ${clips.length} clips gave windows.`);
  return lost.length > 0 ? 3 : 0;
}

function lossOf({ source: { clip }, film, failure }: Filmed): (Problem & { file: string })[] {
  const message = failure ?? (film?.windows === 0 ? whyNoWindow(film) : undefined);
  return message === undefined ? [] : [{ file: clip.id, message }];
}

/** The repository, in whose build/annotation/ this file is bundled. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Draws depth and packs shards where training is at home: training/filmed.py. */
function pack(out: string): Promise<number> {
  const python = process.env['PYTHON'] ?? 'python3';
  return new Promise((resolve, reject) => {
    const parameters = ['-m', 'training.filmed', '--films', absolute(out)];
    const child = spawn(python, parameters, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
