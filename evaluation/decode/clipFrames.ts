import type { Readable } from 'node:stream';
import { pickFrame, startCadence } from '../../src/camera/cadence';
import type { Clip } from '../records';
import { DecodeError, outputOf, start } from './ffmpeg';
import type { Probe } from './probe';

/** A decoded frame, raw in the probe's format; `time` in milliseconds. */
export interface RawFrame {
  time: number;
  pixels: Buffer;
}

/**
 * Yields the frames of a clip's range that the product's cadence would take, by the frames' own timestamps.
 *
 * @param interval milliseconds between frames to take
 * @throws {DecodeError} after the last frame if ffmpeg gives up, or the clip ends before its range
 */
export async function* clipFrames(
  path: string,
  { start: first = 0, end }: Pick<Clip, 'start' | 'end'>,
  probe: Probe,
  interval: number,
): AsyncGenerator<RawFrame, void, void> {
  const times = await timestamps(path);
  if (times.length > 0 && times.every(Number.isNaN))
    throw new DecodeError(
      'it states no times for its frames: put it into a container at its rate, as by ffmpeg -r 30 -i clip.h264 clip.mp4',
    );
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
      const time = times[number] ?? NaN;
      if (end !== undefined && number > end) return;
      if (number < first || Number.isNaN(time)) continue;
      const pick = pickFrame(cadence, time);
      cadence = pick.cadence;
      if (pick.take) yield { time, pixels };
    }
    await done;
    if (index === 0) throw new DecodeError('not one frame could be decoded');
    const needed = end ?? first;
    if (index <= needed)
      throw new DecodeError(
        `the range ends at frame ${needed}, but only frames 0 to ${index - 1} could be decoded`,
      );
  } finally {
    kill();
  }
}

/** Returns the bytes of one raw frame. */
export function frameBytes({ width, height, format }: Probe): number {
  if (format === 'RGBA') return 4 * width * height;
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/** Returns the file's own name for the format: both hold the same bytes, and asking for the other converts the range. */
function i420({ colours }: Probe): string {
  return colours.fullRange ? 'yuvj420p' : 'yuv420p';
}

/**
 * Returns the presentation times of all frames in milliseconds, in display order. A frame without one, such as the last
 * of an AVI with B-frames, continues the two before it; NaN if these are unknown, too.
 */
async function timestamps(path: string): Promise<number[]> {
  const entry = 'frame=best_effort_timestamp_time';
  const parameters = ['-select_streams', 'v:0', '-show_entries', entry, '-of', 'csv=p=0', path];
  const output = await outputOf('ffprobe', parameters);
  const times: number[] = [];
  // Other lines are empty: side data of frames.
  for (const [given] of output.matchAll(/^(?:N\/A|-?[\d.]+)/gm)) {
    const next = 2 * (times.at(-1) ?? NaN) - (times.at(-2) ?? NaN);
    times.push(given === 'N/A' ? next : Math.round(Number(given) * 1e6) / 1e3);
  }
  return times;
}

/** Yields a stream in pieces of `size` bytes; a rest is dropped. */
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
