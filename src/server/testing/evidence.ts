import { writeResponse, type Facts } from '../../evidence/response';
import type { OpenSession } from '../depthproofServer';
import type { WindowName } from './makeWindow';
import { frameTimes, shipped } from './shipped';
import { windowOf } from './windows';

export const ORIGIN = 'https://login.example';

/** What an honest browser says of a window that it kept as the session asks. `score`: what it claims. */
export function factsOf({ capture: { after } }: Pick<OpenSession, 'capture'>, score: number): Facts {
  const firstGood = 100;
  const times = frameTimes(firstGood + after);
  return {
    origin: ORIGIN,
    times,
    score,
    windows: [{ start: times[0] ?? NaN, end: times.at(-1) ?? NaN, score }],
    quality: { sharpness: 3.2 },
    capture: { firstGood, width: 640, height: 480, intervals: 40, uneven: 0, injection: [] },
    model: { id: shipped.id, sha256: shipped.sha256 },
    backend: 'wasm',
  };
}

/** The response of an honest browser, or of one that claims another score. */
export async function responseFor(
  session: OpenSession,
  { name = 'live', score }: { name?: WindowName; score?: number } = {},
): Promise<string> {
  const window = await windowOf(name);
  return writeResponse(session.token, factsOf(session, score ?? window.score), window.frames);
}

/**
 * Resolves once the window that a session asks for can have been recorded: a response that comes sooner is not
 * plausible.
 */
export function recorded({ capture: { after } }: Pick<OpenSession, 'capture'>): Promise<void> {
  const { frames, intervalMilliseconds } = shipped.cadence;
  return new Promise((resolve) =>
    setTimeout(resolve, Math.max(0, after + frames * intervalMilliseconds - 1000)),
  );
}
