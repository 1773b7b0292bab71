import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';

/** Answers /pictures/<number> with the file of that number, for the page to look at. */
export function answerPictures(
  files: readonly string[],
): (path: string, response: ServerResponse) => boolean {
  return (path, response) => {
    const [, number] = /^\/pictures\/(\d+)$/.exec(path) ?? [];
    const file = files[Number(number)];
    if (file === undefined) return false;
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
    return true;
  };
}
