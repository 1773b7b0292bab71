import type { Clip } from '../records';
import { missingClass } from './classes';
import type { ReadOptions } from './classes';
import { readHeader } from './columns';
import { contradictions } from './contradictions';
import { readRow } from './manifestRow';
import { ManifestError } from './problems';
import type { Problem } from './problems';
import { readTable } from './table';

/**
 * Clips from a manifest: separated values with a header and a clip a row.
 *
 * - `file`: of a video, or a folder of numbered pictures, from the manifest's folder
 * - `label`: live or attack (bona fide, real, genuine; spoof, fake)
 * - `species`, of attacks only (or `attack_type`, `pai`): print, replay, ...; `unknown` if empty
 * - `subject`: who is shown; the clip stands for itself if empty
 * - `start`, `end`: first and last frame to use, from 0; from the first and to the last if empty
 * - `face`: which face is meant, `x y` or `x y width height` in px; or `face_x`, `face_y`, `face_w`, `face_h`
 * - `note`, `notes`, `comment`, `repo`, `licence`, `license`, `fps`: ignored
 * - whatever else: a slice, where it is not empty
 *
 * @param exists whether there is a file or folder at a path with `/`, as the manifest gives it: from the manifest's
 *   folder, leaving it (`../a.mp4`) or absolute.
 * @throws ManifestError with all problems of all rows.
 */
export function readManifest(
  csv: string,
  exists: (path: string) => boolean,
  { allowOneClass = false }: ReadOptions = {},
): Clip[] {
  const { header, rows, problems: broken } = readTable(csv);
  if (!header)
    throw new ManifestError([
      { message: 'the manifest is empty: its first row names the columns, among them file and label' },
    ]);
  const columns = readHeader(header);
  const read = rows.map((row) => readRow(row, columns, exists));
  const clips = read.flatMap(({ clip }) => clip ?? []);
  const problems: Problem[] = [
    ...broken,
    ...columns.problems,
    ...read.flatMap((row) => row.problems),
    ...contradictions(clips),
  ];
  if (rows.length === 0 && broken.length === 0)
    problems.push({ message: 'the manifest has no clips: add a row for each below the header' });

  // Where a label is illegible, it may be the one that seems to be missing.
  const labels = read.flatMap(({ label }) => label ?? []);
  const isEveryLabelKnown = broken.length === 0 && labels.length === rows.length;
  const lack = allowOneClass || !isEveryLabelKnown ? undefined : missingClass(labels, 'the manifest');
  if (lack) problems.push(lack);

  if (problems.length > 0) throw new ManifestError(problems);
  return clips;
}
