import type { Colours } from '../decode/probe';
import type { ClipFrame } from './runClip';
import { pictureFrames, type PicturesOptions } from './pictureFrames';

/** How the server describes the frames of a clip, as JSON in the header `x-frames`. */
export interface FramesHeader {
  width: number;
  height: number;
  format: 'I420' | 'RGBA';
  colours: Colours;
  /** Bytes of one frame. Its time in milliseconds precedes it, a little-endian double. */
  bytes: number;
}

/** Yields the frames that ffmpeg decoded. The browser converts them to RGB as it does its own. */
export async function* servedFrames(base: string): AsyncGenerator<ClipFrame, void, void> {
  const response = await fetch(`${base}frames`);
  if (!response.ok || !response.body) throw new Error(await response.text());
  const header = JSON.parse(response.headers.get('x-frames') ?? '{}') as FramesHeader;
  const { width, height, format, colours, bytes } = header;
  for await (const packet of packets(response.body, 8 + bytes)) {
    const time = new DataView(packet.buffer, packet.byteOffset).getFloat64(0, true);
    const frame = new VideoFrame(packet.subarray(8), {
      format,
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(time * 1000),
      ...(format === 'I420' && { colorSpace: colorSpace(colours) }),
    });
    try {
      yield { image: await createImageBitmap(frame), time };
    } finally {
      frame.close();
    }
  }
  const failure = await fetch(`${base}failure`);
  const message = await failure.text();
  if (message) throw new Error(message);
}

function colorSpace({ matrix, fullRange }: Colours): VideoColorSpaceInit {
  const primaries = matrix === 'bt2020-ncl' ? 'bt2020' : matrix;
  return {
    matrix,
    fullRange,
    primaries,
    transfer: matrix === 'bt709' ? 'bt709' : 'smpte170m',
  } as VideoColorSpaceInit;
}

async function* packets(
  stream: ReadableStream<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const reader = stream.getReader();
  let packet = new Uint8Array(size);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (let used = 0; used < value.length;) {
        const part = value.subarray(used, used + size - filled);
        packet.set(part, filled);
        used += part.length;
        filled += part.length;
        if (filled < size) continue;
        yield packet;
        [packet, filled] = [new Uint8Array(size), 0];
      }
    }
  } finally {
    await reader.cancel();
  }
}

/**
 * Yields the numbered pictures that the cadence takes.
 *
 * @throws {Error} naming a picture that the server could not read, or that cannot be decoded
 */
export function servedPictures(
  base: string,
  options: PicturesOptions,
): AsyncGenerator<ClipFrame, void, void> {
  return pictureFrames(options, async (number) => {
    try {
      return await (await fetch(`${base}${number}`)).blob();
    } catch (cause) {
      throw new Error(`picture ${number + 1} of ${options.count} cannot be read`, { cause });
    }
  });
}
