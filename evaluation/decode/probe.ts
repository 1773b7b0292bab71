import { text } from 'node:stream/consumers';
import { DecodeError, start } from './ffmpeg';

/** Colours of a video, in the names of WebCodecs. */
export interface Colours {
  matrix: 'bt709' | 'smpte170m' | 'bt470bg' | 'bt2020-ncl';
  fullRange: boolean;
}

/** Properties of a video that its reader needs beforehand. */
export interface Probe {
  /** Size of the frames as they are shown: rotated, with square pixels. */
  width: number;
  height: number;
  /** Raw format in which frames are read: `I420` if the video holds just that, else `RGBA`. */
  format: 'I420' | 'RGBA';
  colours: Colours;
  /** Whether stored pixels are square; else they are scaled. */
  square: boolean;
  /** Packets of the video stream that are shown: one a frame, except in damaged files. */
  frames: number;
  /** Frames a second, on average; `undefined` if the file does not state it. */
  rate: number | undefined;
  /** Whether the file states its length and ends before it, as a copy that was broken off. A live recording states none. */
  isCutOff: boolean;
}

interface Probed {
  streams?: Stream[];
  packets?: { flags?: string }[];
  format?: { duration?: string };
}

interface Stream {
  width?: number;
  height?: number;
  pix_fmt?: string;
  color_space?: string;
  color_range?: string;
  sample_aspect_ratio?: string;
  avg_frame_rate?: string;
  side_data_list?: { rotation?: number }[];
}

/**
 * Looks at a video.
 *
 * @throws {DecodeError} if ffmpeg cannot read it
 */
export async function probe(path: string): Promise<Probe> {
  const entries = 'width,height,pix_fmt,color_space,color_range,sample_aspect_ratio,avg_frame_rate';
  const { output, done } = start('ffprobe', [
    ...['-select_streams', 'v:0', '-of', 'json'],
    ...['-show_entries', `stream=${entries}:stream_side_data=rotation:packet=flags:format=duration`, path],
  ]);
  const printed = await text(output);
  const { isCutOff } = await done;
  const { streams: [stream] = [], packets = [], format } = JSON.parse(printed) as Probed;
  if (!stream?.width || !stream.height) throw new DecodeError('it has no video stream');
  const [across = 1, down = 1] = (stream.sample_aspect_ratio ?? '1:1').split(':').map((n) => Number(n) || 1);
  const shown = { width: Math.round((stream.width * across) / down), height: stream.height };
  const [count = 0, seconds = 0] = (stream.avg_frame_rate ?? '').split('/').map(Number);
  const rotation = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const upright = Math.abs(rotation) % 180 === 0;
  return {
    width: upright ? shown.width : shown.height,
    height: upright ? shown.height : shown.width,
    format: ['yuv420p', 'yuvj420p'].includes(stream.pix_fmt ?? '') ? 'I420' : 'RGBA',
    colours: coloursOf(stream),
    square: across === down,
    // Packets before a trimmed file's first frame are for the decoder alone. Their flag is D, discard.
    frames: packets.filter(({ flags = '' }) => !flags.includes('D')).length,
    rate: count > 0 && seconds > 0 ? count / seconds : undefined,
    isCutOff: isCutOff && format?.duration !== undefined,
  };
}

const matrices: Record<string, Colours['matrix']> = {
  bt709: 'bt709',
  smpte170m: 'smpte170m',
  bt470bg: 'bt470bg',
  bt2020nc: 'bt2020-ncl',
};

/** Browsers choose the matrix by the height if the file names none. */
function coloursOf({
  color_space: space = '',
  color_range: range,
  height = 0,
  pix_fmt: format,
}: Stream): Colours {
  return {
    matrix: matrices[space] ?? (height >= 720 ? 'bt709' : 'smpte170m'),
    fullRange: range === 'pc' || format === 'yuvj420p',
  };
}
