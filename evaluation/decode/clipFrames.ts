import type { Readable } from 'node:stream';
import { pickFrame, startCadence } from '../../src/camera/cadence';
import type { Clip } from '../records';
import { DecodeError, outputOf, start } from './ffmpeg';
import type { Probe } from './probe';

/** A decoded frame, raw in the probe's format, `time` in milliseconds. */
export interface RawFrame {
  time: number;
  pixels: Buffer;
}

/**
 * Frames of a clip's range that the product's cadence would take, by the frames' own timestamps.
 *
 * @param interval milliseconds between frames to take
 * @throws {DecodeError} if ffmpeg gives up; what came before it has been given out
 */
export async function* clipFrames(
  path: string,
  { start: first = 0, end = Infinity }: Pick<Clip, 'start' | 'end'>,
  probe: Probe,
  interval: number,
): AsyncGenerator<RawFrame, void, void> {
  const times = await timestamps(path);
  const size = frameBytes(probe);
  const scale = probe.square ? [] : ['-vf', `scale=${String(probe.width)}:${String(probe.height)},setsar=1`];
  const { output, done, kill } = start('ffmpeg', [
    ...['-i', path, '-map', '0:v:0', ...scale, '-fps_mode', 'passthrough'],
    ...['-pix_fmt', probe.format === 'I420' ? i420(probe) : 'rgba', '-f', 'rawvideo', '-'],
  ]);
  let cadence = startCadence(interval);
  let index = 0;
  try {
    for await (const pixels of chunks(output, size)) {
      const number = index++;
      const time = times[number];
      if (number > end) return;
      if (number < first || time === undefined) continue;
      const pick = pickFrame(cadence, time);
      cadence = pick.cadence;
      if (pick.take) yield { time, pixels };
    }
    await done;
    if (index === 0) throw new DecodeError('not one frame could be decoded');
  } finally {
    kill();
  }
}

/** Bytes of one raw frame. */
export function frameBytes({ width, height, format }: Probe): number {
  if (format === 'RGBA') return 4 * width * height;
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/** Both names hold the same bytes; asking for the one that the file has spares a conversion of its range. */
function i420({ colours }: Probe): string {
  return colours.fullRange ? 'yuvj420p' : 'yuv420p';
}

/** Presentation times of all frames in milliseconds, in the order in which they are shown. */
async function timestamps(path: string): Promise<number[]> {
  const output = await outputOf('ffprobe', [
    ...[
      '-select_streams',
      'v:0',
      '-show_entries',
      'frame=best_effort_timestamp_time',
      '-of',
      'csv=p=0',
      path,
    ],
  ]);
  return output
    .split('\n')
    .map((line) => Number.parseFloat(line))
    .filter((seconds) => Number.isFinite(seconds))
    .map((seconds) => Math.round(seconds * 1e6) / 1e3);
}

/** Cuts a stream into pieces of `size` bytes; a rest is dropped. */
async function* chunks(stream: Readable, size: number): AsyncGenerator<Buffer, void, void> {
  let parts: Buffer[] = [];
  let held = 0;
  for await (const data of stream) {
    let rest = data as Buffer;
    while (held + rest.length >= size) {
      const needed = size - held;
      yield Buffer.concat([...parts, rest.subarray(0, needed)]);
      rest = rest.subarray(needed);
      [parts, held] = [[], 0];
    }
    if (rest.length > 0) parts.push(rest);
    held += rest.length;
  }
}
