import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathOf } from '../../scripts/pathOf.mjs';
import type { Size } from '../../src/geometry';
import { DecodeError } from '../decode/ffmpeg';
import { probe, type Probe } from '../decode/probe';
import { beyondEnd } from '../manifest/frameRange';
import { picturesInOrder } from '../manifest/listing';
import { ManifestError, type Problem } from '../manifest/problems';
import type { Clip } from '../records';
import { filesBelow } from './readClips';
import { runParallel } from './runParallel';

/** Frames above which a clip is surely a mistake: ten minutes at 60 frames a second. */
const MOST_FRAMES = 36_000;
const CUT_OFF =
  'the file ends before its video does, as a copy that was broken off: copy it again, or give end to judge what is there';

/** ffprobes that run in parallel. */
const PROBES = 4;

/** A clip with all that it takes to read its frames, or why they cannot be read. */
export interface Source {
  clip: Clip;
  path: string;
  /** Frames in the clip's range. */
  frames: number;
  video?: Probe;
  /** Paths of numbered pictures, in order. */
  pictures?: string[];
  /** Why ffmpeg cannot read the clip, or all of it. It is reported, and the others go on. */
  failure?: string;
}

/**
 * Looks at every clip before the long work starts.
 *
 * @throws {ManifestError} listing every clip that is empty or too long, every range beyond a clip's end, every face outside of its
 *   frames, and every file that has two paths
 */
export async function openSources(clips: readonly Clip[], root: string): Promise<Source[]> {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  const open = async ([index, clip]: [number, Clip]) => {
    const { source, length } = await openSource(clip, pathOf(root, clip.file));
    sources[index] = source;
    const message = source.failure === undefined ? problemOf(source, length) : undefined;
    if (message)
      problems.push({ ...(clip.row !== undefined && { row: clip.row }), file: clip.file, message });
  };
  await runParallel(clips.entries(), new Array<typeof open>(PROBES).fill(open));
  problems.push(...spelledTwice(sources));
  if (problems.length > 0) throw new ManifestError(problems);
  return sources;
}

/** Returns the source, and as `length` the frames of the whole file or folder. */
async function openSource(clip: Clip, path: string): Promise<{ source: Source; length: number }> {
  const source = { clip, path, frames: 0 };
  if (statSync(path).isDirectory()) {
    const all = picturesInOrder(filesBelow(path).filter((file) => !file.includes('/')));
    const pictures = all
      .slice(clip.start ?? 0, (clip.end ?? Infinity) + 1)
      .map((name) => resolve(path, name));
    return { source: { ...source, frames: pictures.length, pictures }, length: all.length };
  }
  try {
    const video = await probe(path);
    const end = Math.min(clip.end ?? Infinity, video.frames - 1);
    const frames = Math.max(0, end - (clip.start ?? 0) + 1);
    const failure = video.isCutOff && clip.end === undefined ? CUT_OFF : undefined;
    return { source: { ...source, video, frames, ...(failure && { failure }) }, length: video.frames };
  } catch (error) {
    // A missing ffmpeg is no property of this clip.
    if (!(error instanceof DecodeError) || error.message.includes('not installed')) throw error;
    return { source: { ...source, failure: error.message }, length: 0 };
  }
}

/** Returns the clips whose file an earlier one names by another path: readers of manifests and folders cannot tell that. */
function spelledTwice(sources: readonly Source[]): Problem[] {
  const spelled = new Map<string, string>();
  return sources.flatMap(({ clip: { file, row }, path }) => {
    const real = realpathSync(path);
    const other = spelled.get(real) ?? file;
    spelled.set(real, other);
    const message = `${file} is the same file as ${other}: write its path in one way, or remove one of them`;
    return other === file ? [] : [{ ...(row !== undefined && { row }), file, message }];
  });
}

function problemOf({ clip, frames, video }: Source, length: number): string | undefined {
  const beyond = length > 0 ? beyondEnd(clip, length) : undefined;
  if (beyond) return beyond;
  if (video && clip.face && isOutside(clip.face, video))
    return `the face lies outside of the frame, which has ${video.width} x ${video.height} px: correct face`;
  if (frames === 0) return 'the clip has no frame: leave it out';
  if (frames > MOST_FRAMES)
    return `the clip has ${frames} frames, more than ${MOST_FRAMES}: give start and end of the part to use`;
  return undefined;
}

function isOutside({ x, y, width, height }: NonNullable<Clip['face']>, frame: Size): boolean {
  const [across, down] = [x + width / 2, y + height / 2];
  return across < 0 || down < 0 || across > frame.width || down > frame.height;
}
