import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** ffmpeg or ffprobe refused a file; the message names it and the reason, in their words. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

/** What it says of a file that ends before its last frame. It takes what is there, and ends well. */
const CUT_OFF = /partial file|File ended prematurely/;

/**
 * Starts ffmpeg or ffprobe. `done` resolves when it has ended well, to whether the file was cut off.
 *
 * @throws {DecodeError} through `done`: the program is not installed, or refused the file
 */
export function start(
  program: 'ffmpeg' | 'ffprobe',
  parameters: string[],
): {
  output: Readable;
  done: Promise<{ isCutOff: boolean }>;
  kill: () => void;
} {
  const child = spawn(program, ['-v', 'error', ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2000)));
  const done = new Promise<{ isCutOff: boolean }>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        new DecodeError(
          error.code === 'ENOENT'
            ? `${program} is not installed. Install ffmpeg 5.1 or later (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg).`
            : error.message,
        ),
      );
    });
    child.on('close', (code) => {
      if (code === 0) resolve({ isCutOff: CUT_OFF.test(complaints) });
      // A killed program says nothing.
      else reject(new DecodeError(complaints.trim().split('\n').at(-1) || `${program} gave up`));
    });
  });
  done.catch(() => undefined);
  return { output: child.stdout, done, kill: () => void child.kill('SIGKILL') };
}

/** Returns all that a program prints. */
export async function outputOf(program: 'ffmpeg' | 'ffprobe', parameters: string[]): Promise<string> {
  const { output, done } = start(program, parameters);
  const printed = await text(output);
  await done;
  return printed;
}
