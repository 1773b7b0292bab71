import { DecodeError, outputOf } from './ffmpeg';

/** Colours of a video as WebCodecs names them. */
export interface Colours {
  matrix: 'bt709' | 'smpte170m' | 'bt470bg' | 'bt2020-ncl';
  fullRange: boolean;
}

/** What has to be known of a video before its frames are read. */
export interface Probe {
  /** Of the frames as they are shown: rotated, with square pixels. */
  width: number;
  height: number;
  /** Raw format the frames are read in: `I420` where the video holds just that, `RGBA` for all else. */
  format: 'I420' | 'RGBA';
  colours: Colours;
  /** Whether pixels are square as stored; else they are scaled. */
  square: boolean;
  /** Packets of the video stream that are shown: one a frame in all but damaged files. */
  frames: number;
  /** Frames a second, on average; `undefined` where the file does not say. */
  rate: number | undefined;
}

interface Probed {
  streams?: Stream[];
  packets?: { flags?: string }[];
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

/** @throws {DecodeError} if this is no video that ffmpeg can read */
export async function probe(path: string): Promise<Probe> {
  const entries = 'width,height,pix_fmt,color_space,color_range,sample_aspect_ratio,avg_frame_rate';
  const output = await outputOf('ffprobe', [
    ...['-select_streams', 'v:0', '-of', 'json'],
    ...['-show_entries', `stream=${entries}:stream_side_data=rotation:packet=flags`, path],
  ]);
  const { streams: [stream] = [], packets = [] } = JSON.parse(output) as Probed;
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
    // A trimmed file keeps packets before its first frame, for the decoder alone: D, discard.
    frames: packets.filter(({ flags = '' }) => !flags.includes('D')).length,
    rate: count > 0 && seconds > 0 ? count / seconds : undefined,
  };
}

const matrices: Record<string, Colours['matrix']> = {
  bt709: 'bt709',
  smpte170m: 'smpte170m',
  bt470bg: 'bt470bg',
  bt2020nc: 'bt2020-ncl',
};

/** Where a file does not name its matrix, browsers go by its height. */
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
