/**
 * Returns one spelling for all ways to write a path: `/` between folders, no `.`, no `..` that can be resolved, no slash at
 * the end. Paths that leave the folder (`../a.mp4`) and absolute ones (`/a.mp4`, `C:/a.mp4`, `//host/a.mp4`) remain so.
 */
export function normalPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const root = /^\/{0,2}/.exec(slashed)?.[0] ?? '';
  const folders: string[] = [];
  for (const folder of slashed.split('/')) {
    if (folder === '' || folder === '.') continue;
    if (folder === '..' && folders.length > 0 && folders.at(-1) !== '..') folders.pop();
    else folders.push(folder);
  }
  return root + folders.join('/');
}

/** Returns the last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the folder of a path; empty if it names none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Tells whether a file or one of its folders is hidden, like those of version control and of file managers. */
export function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') && name !== '.' && name !== '..');
}

const collator = new Intl.Collator('en', { numeric: true });

/** Compares paths as people count: `2.avi` before `10.avi`. */
export function byPath(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
