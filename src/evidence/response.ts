import { chainOf, type FrameImages } from './chain';

/** First part of every response of this format. */
export const FORMAT = 'depthproof-evidence-1';

/** Longest response, in characters. */
export const LONGEST_RESPONSE = 150_000;

/** Windows that a response says something about at most, the newest ones. */
export const MOST_WINDOWS = 100;

/** Parts of a response stand between these; neither base64url nor a token has one. */
export const SEPARATOR = '~';

/** A window that the engine kept. Timestamps are those of the frames' source, ms. */
export interface WindowEvidence {
  frames: FrameImages[];
  /** The score that the network gave these images, 0 to 1. */
  score: number;
  times: number[];
  /** Measures of the last frame, by name, and its size, px. */
  quality: Record<string, number>;
  width: number;
  height: number;
  /** The first good frame of the check; `at`: when it was made, ms since 1970 by the device's clock. */
  firstGood: { timestamp: number; at: number };
}

/** What the browser says about a check. Times are milliseconds since the check began, soon after the session did. */
export interface Facts {
  /** Origin of the page that the check ran on. */
  origin: string;
  /** When the frames of the window that is evidence were made. */
  times: number[];
  /** The score that the browser's network gave the crops as they are sent, after compression, 0 to 1. */
  score: number;
  /** The windows of the check, the newest `MOST_WINDOWS` of them. */
  windows: { start: number; end: number; score: number }[];
  /** Quality measures of the window's last frame, by name. */
  quality: Record<string, number>;
  capture: {
    /** When the first frame passed the quality gate. */
    firstGood: number;
    /** Size of the frames, px, perhaps shrunk. */
    width: number;
    height: number;
    /** Frames a second, by the intervals below; absent without any. */
    frameRate?: number;
    /** Intervals between the camera's frames that were measured, and the share of uneven ones. */
    intervals: number;
    uneven?: number;
    /** What looks like injected video, see `InjectionSign`. */
    injection: string[];
  };
  model: { id: string; sha256: string };
  backend: string;
}

/** Writes a response: format, session token, facts, each frame's crops, chain. All but the first two parts are base64url. */
export async function writeResponse(
  token: string,
  facts: Facts,
  frames: readonly FrameImages[],
): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(facts));
  const chain = await chainOf(token, facts.times, frames, text);
  return [FORMAT, token, ...[text, ...frames.flat(), chain].map(base64url)].join(SEPARATOR);
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
