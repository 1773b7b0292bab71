import { beyondEnd } from '../../evaluation/manifest/frameRange';
import { listClips, type ListedClip } from '../../evaluation/manifest/listing';
import { manifestText } from '../../evaluation/manifest/manifestText';
import { folderOf, isHidden, nameOf, normalPath } from '../../evaluation/manifest/paths';
import { ManifestError, type Problem } from '../../evaluation/manifest/problems';
import { loosePictures, placing, readFolder, sharedDepth } from '../../evaluation/manifest/readFolder';
import { readManifest } from '../../evaluation/manifest/readManifest';
import type { Clip } from '../../evaluation/records';
import type { GivenFile } from './dropped';
import { FileTree } from './fileTree';
import { rowOf, type Row } from './row';

/** Rows of the given files, and a note for the visitor. */
export interface Reading {
  rows: Row[];
  note?: string;
}

const NOTHING =
  'There is no clip among these files: give videos (mp4, webm, mov, ...), or folders of numbered pictures ' +
  '(clip/0001.jpg), one folder for each clip.';

/**
 * Reads clips from files and folders: by a manifest if there is one, else by folders called `live` and `attack`, else
 * without labels. A single class is fine here.
 *
 * @throws {ManifestError} with all faults of a manifest or of folders, if two files have one path, if there are two
 *   manifests, or no clip at all
 */
export async function readGiven(given: readonly GivenFile[]): Promise<Reading> {
  const repeated = repeatedPaths(given);
  if (repeated.length > 0)
    throw new ManifestError(
      repeated.map((file) => ({ file, message: 'is the name of two files: give one after the other' })),
    );
  const tree = new FileTree(given);
  const { paths } = tree;
  const manifest = manifestOf(paths);
  if (manifest !== undefined) return byManifest(manifest, tree);

  const listed = listClips(paths);
  if (listed.length === 0) throw new ManifestError([{ message: NOTHING }]);
  const depth = sharedDepth(listed);
  const hasPlace = (clip: ListedClip) => placing(clip, depth) ?? loosePictures(clip, depth);
  if (!listed.some(hasPlace)) return { rows: listed.map((clip) => unlabelled(clip, tree)) };

  const clips = readFolder(paths, { allowOneClass: true });
  const others = listed.length - clips.length;
  return {
    rows: clips.map((clip) => row(clip, clip.file, tree)),
    ...(others > 0 && { note: leftOut(others) }),
  };
}

/** Returns the paths that files of different folders share, as where they are dropped from the results of a search. */
function repeatedPaths(given: readonly GivenFile[]): string[] {
  const paths = new Set<string>();
  return given.flatMap(({ path }) => {
    const isRepeated = paths.has(path) && !isHidden(path);
    paths.add(path);
    return isRepeated ? [path] : [];
  });
}

function leftOut(clips: number): string {
  return clips === 1
    ? 'One clip lies outside of live/ and attack/ and was left out.'
    : `${clips} clips lie outside of live/ and attack/ and were left out.`;
}

/**
 * Returns the uppermost manifest.csv, or else the only table outside of folders, whatever its name.
 *
 * @throws {ManifestError} if another manifest.csv lies outside of its folder: the clips there would be lost
 */
function manifestOf(paths: readonly string[]): string | undefined {
  const depth = (path: string) => path.split('/').length;
  const named = paths
    .filter((path) => nameOf(path).toLowerCase() === 'manifest.csv')
    .sort((a, b) => depth(a) - depth(b));
  const [uppermost] = named;
  if (uppermost === undefined) {
    const tables = paths.filter((path) => /^[^/]+\.csv$/i.test(path));
    return tables.length === 1 ? tables[0] : undefined;
  }
  const folder = uppermost.slice(0, -nameOf(uppermost).length);
  const beside = named.filter((path) => !path.startsWith(folder));
  if (beside.length > 0)
    throw new ManifestError(
      [uppermost, ...beside].map((file) => ({
        file,
        message: 'is one of several manifests: give one after the other, each with its clips',
      })),
    );
  return uppermost;
}

async function byManifest(manifest: string, tree: FileTree): Promise<Reading> {
  const csv = manifestText((await tree.file(manifest)?.arrayBuffer()) ?? new ArrayBuffer());
  const folder = folderOf(manifest);
  const full = (path: string) => normalPath(folder === '' ? path : `${folder}/${path}`).normalize();
  const clips = readManifest(csv, (path) => tree.has(full(path)), { allowOneClass: true });
  const rows = clips.map((clip) => row(clip, full(clip.file), tree));
  const problems = rows.flatMap((row): Problem[] => {
    const message = problemOf(row);
    return message ? [{ file: row.file, ...(row.row !== undefined && { row: row.row }), message }] : [];
  });
  if (problems.length > 0) throw new ManifestError(problems);
  return { rows };
}

/** How many frames a video has is known when it is decoded. */
function problemOf(row: Row): string | undefined {
  if (row.sources.length === 0) return `${row.file} holds no numbered pictures`;
  return row.kind === 'pictures' ? beyondEnd(row, row.sources.length) : undefined;
}

/** @param path of the clip from the root of the tree; a manifest's paths start from its own folder */
function row(clip: Clip, path: string, tree: FileTree): Row {
  const video = tree.file(path);
  return video ? rowOf(clip, 'video', [video]) : rowOf(clip, 'pictures', tree.pictures(path));
}

function unlabelled({ path }: ListedClip, tree: FileTree): Row {
  const video = tree.file(path);
  return {
    id: path,
    file: path,
    kind: video ? 'video' : 'pictures',
    sources: video ? [video] : tree.pictures(path),
    label: undefined,
    species: '',
    subject: '',
    slices: {},
  };
}
