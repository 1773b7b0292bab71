import { expect, it } from 'vitest';
import { dropped } from './dropped';

interface Entry {
  isFile: boolean;
  isDirectory: boolean;
  fullPath: string;
}

function file(fullPath: string): Entry {
  const got = new File(['frames'], fullPath);
  return Object.assign(entry(fullPath, true), { file: (resolve: (file: File) => void) => resolve(got) });
}

function unreadable(fullPath: string): Entry {
  return Object.assign(entry(fullPath, true), {
    file: (_: unknown, reject: (error: Error) => void) => reject(new Error('not allowed')),
  });
}

/** Hands out its entries one at a time, as browsers hand out theirs a hundred at a time. */
function folder(fullPath: string, inside: Entry[]): Entry {
  const createReader = () => {
    const left = [...inside];
    return { readEntries: (resolve: (some: Entry[]) => void) => resolve(left.splice(0, 1)) };
  };
  return Object.assign(entry(fullPath, false), { createReader });
}

function entry(fullPath: string, isFile: boolean): Entry {
  return { isFile, isDirectory: !isFile, fullPath };
}

function drop(...items: (Entry | File)[]) {
  return dropped({
    items: items.map((item) => ({
      webkitGetAsEntry: () => (item instanceof File ? null : item),
      getAsFile: () => (item instanceof File ? item : null),
    })),
  } as unknown as DataTransfer);
}

it('finds the files of folders within folders', async () => {
  const { files, problems } = await drop(
    folder('/clips', [file('/clips/a.mp4'), folder('/clips/live', [file('/clips/live/b.mp4')])]),
    file('/c.mp4'),
    new File(['frames'], 'd.mp4'),
  );
  expect(files.map(({ path }) => path)).toEqual(['clips/a.mp4', 'clips/live/b.mp4', 'c.mp4', 'd.mp4']);
  expect(problems).toEqual([]);
});

it('names what cannot be read, and goes on', async () => {
  const { files, problems } = await drop(
    folder('/clips', [unreadable('/clips/a.mp4'), file('/clips/b.mp4')]),
  );
  expect(files.map(({ path }) => path)).toEqual(['clips/b.mp4']);
  expect(problems.map(({ file }) => file)).toEqual(['clips/a.mp4']);
});
