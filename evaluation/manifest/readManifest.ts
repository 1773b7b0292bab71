import type { Clip } from '../records';
import { readHeader } from './columns';
import { overlap, sameRange } from './frameRange';
import { missingClass, type ReadOptions } from './labels';
import { readRow } from './manifestRow';
import { ManifestError, type Problem } from './problems';
import { readTable } from './table';

/**
 * Reads the clips of a manifest: separated values with a header and one clip a row.
 *
 * - `file`: a video, or a folder of numbered pictures, relative to the manifest's folder
 * - `label`: live or attack (bona fide, real, genuine; spoof, fake)
 * - `species`, for attacks only (or `attack_type`, `pai`): print, replay, ...; `unknown` if empty
 * - `subject` (or `subject_id`, `client`, `client_id`): who is shown; the clip stands for itself if empty
 * - `start`, `end`: first and last frame to use, from 0; from the first and to the last if empty
 * - `face`: which face is meant, `x y` or `x y width height` in px; or `face_x`, `face_y`, `face_w`, `face_h`. A file may
 *   have a row for each of its faces
 * - `note`, `notes`, `comment`, `repo`, `licence`, `license`, `fps`: ignored
 * - any other column: a slice, if it is not empty
 *
 * @param exists tells whether there is a file or folder at a path with `/`, as the manifest gives it: relative to the
 *   manifest's folder, leaving it (`../a.mp4`) or absolute
 * @throws {ManifestError} with all problems of all rows
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

  // An illegible label may be the one that seems to be missing.
  const labels = read.flatMap(({ label }) => label ?? []);
  const isEveryLabelKnown = broken.length === 0 && labels.length === rows.length;
  const lack = allowOneClass || !isEveryLabelKnown ? undefined : missingClass(labels, 'the manifest');
  if (lack) problems.push(lack);

  if (problems.length > 0) throw new ManifestError(problems);
  return clips;
}

/**
 * Returns the clips that repeat or contradict an earlier row: the same frames and face of a file twice, or frames under both
 * labels that may show one face. Rows of one label may share frames, and rows that mean two faces may share all else. Each
 * row is compared with the first earlier one only.
 */
function contradictions(clips: readonly Clip[]): Problem[] {
  const earlier = new Map<string, Clip[]>();
  return clips.flatMap((clip) => {
    const others = earlier.get(clip.file) ?? [];
    const other = others.find(
      (candidate) =>
        isSame(candidate, clip) ||
        (candidate.label !== clip.label && overlap(candidate, clip) && mayShareFace(candidate, clip)),
    );
    others.push(clip);
    earlier.set(clip.file, others);
    return other ? [{ row: clip.row, file: clip.file, message: describe(clip, other) }] : [];
  });
}

function isSame(a: Clip, b: Clip): boolean {
  return sameRange(a, b) && isSameFace(a.face, b.face);
}

/** Whether the two rows may mean one face: without a face given, it is the one that the product selects. */
function mayShareFace(a: Clip, b: Clip): boolean {
  return !a.face || !b.face || isSameFace(a.face, b.face);
}

function isSameFace(a: Clip['face'], b: Clip['face']): boolean {
  return a?.x === b?.x && a?.y === b?.y && a?.width === b?.width && a?.height === b?.height;
}

function describe(clip: Clip, other: Clip): string {
  const where = other.row === undefined ? 'in the manifest' : `in row ${other.row}`;
  if (clip.label === other.label) return `${clip.id} is ${where} already: remove one of them`;
  const which = clip.face || other.face ? ', or say in both rows which face is meant' : '';
  return sameRange(clip, other)
    ? `${clip.id} is the same clip under two labels, ${clip.label} here and ${other.label} ${where}: ` +
        `remove the wrong one${which}`
    : `${clip.id} (${clip.label}) shares frames with ${other.id} (${other.label}) ${where}: ` +
        `correct the label or the ranges${which}`;
}
