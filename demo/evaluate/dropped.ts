import type { Problem } from '../../evaluation/manifest/problems';

/** A file that the visitor gave, with its path as given: `clips/live/a.mp4`, or `a.mp4` for a plain file. */
export interface GivenFile {
  path: string;
  file: File;
}

/** The files of a drop; those that could not be read are problems. */
export interface Dropped {
  files: GivenFile[];
  problems: Problem[];
}

/** Returns all files of a drop, with those in folders. Call it while the event is being handled. */
export async function dropped({ items }: Pick<DataTransfer, 'items'>): Promise<Dropped> {
  // The list is emptied as soon as the event is over. A file that a page offers for dragging has no entry.
  const all = [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
  const found: Dropped = { files: [], problems: [] };
  for (const one of all) {
    if (one instanceof File) found.files.push({ path: one.name, file: one });
    else await walk(one, found);
  }
  return found;
}

/** Returns the files of an input, single ones or those of a folder. */
export function chosen(files: FileList): GivenFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function walk(entry: FileSystemEntry, found: Dropped): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  try {
    if (isFile(entry)) found.files.push({ path, file: await fileOf(entry) });
    else if (isFolder(entry)) for (const inner of await entriesOf(entry)) await walk(inner, found);
  } catch {
    found.problems.push({
      file: path,
      message: 'cannot be read: see whether it is still there and may be opened',
    });
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Browsers hand out a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
