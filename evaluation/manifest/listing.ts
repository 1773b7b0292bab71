import { byPath, folderOf, isHidden, nameOf, normalPath } from './paths';
import { pictureNumber } from './pictures';

/** A clip found among files, before anything is known of its class. */
export interface ListedClip {
  /** Of the video, or of the folder of pictures. */
  path: string;
  /** The last part of the path, without the ending of a video. */
  name: string;
  kind: 'video' | 'pictures';
}

const VIDEO = /^(.+)\.(mp4|mov|webm|avi|mkv|m4v|gif)$/i;

/**
 * The videos among files, and the folders that directly hold numbered pictures, sorted by path. Hidden files and
 * other kinds are left out. Pictures beside videos are taken for thumbnails, not for a clip.
 */
export function listClips(paths: readonly string[]): ListedClip[] {
  const clips = new Map<string, ListedClip>();
  const folders = new Set<string>();
  const foldersOfVideos = new Set<string>();
  for (const path of paths.map(normalPath)) {
    if (isHidden(path)) continue;
    const name = VIDEO.exec(nameOf(path))?.[1];
    if (name !== undefined) {
      clips.set(path, { path, name, kind: 'video' });
      foldersOfVideos.add(folderOf(path));
    } else if (pictureNumber(path) !== undefined) folders.add(folderOf(path));
  }
  for (const path of folders)
    if (path !== '' && !foldersOfVideos.has(path))
      clips.set(path, { path, name: nameOf(path), kind: 'pictures' });
  return [...clips.values()].sort((a, b) => byPath(a.path, b.path));
}
