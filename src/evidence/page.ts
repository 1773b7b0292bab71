import { DepthproofError } from '../errors';
import type { InjectionRisk } from '../injection/risk';
import { MOST_WINDOWS, writeResponse, type Facts, type WindowEvidence } from './response';
import { texts } from './texts';
import { isSession, type EvidenceSession } from './session';

export { texts };

/** What the page knows of a concluded check. */
interface Concluded {
  windows: readonly { startTime: number; endTime: number; score: number }[];
  backend: { name: string };
  model: Facts['model'];
  injection: InjectionRisk | undefined;
}

const LOST = 'The window that concluded the check was lost with the GPU. Start a new check.';

/** Milliseconds in which a server must give a session. */
const LONGEST_WAIT = 30_000;

/**
 * Asks the site's server for a session.
 *
 * @param settings route of the server, relative to the page, and what the check is for
 * @throws {DepthproofError} `SESSION_REFUSED`
 */
export async function openSession(
  { sessionUrl: url, action, cdata }: Record<'sessionUrl' | 'action' | 'cdata', string | undefined>,
  signal: AbortSignal,
): Promise<EvidenceSession> {
  const refused = (why: string, cause?: unknown) =>
    new DepthproofError('SESSION_REFUSED', `No session from ${String(url)}: ${why}.`, { cause });
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify({ action, cdata }), signal };
  const ask = async () => {
    const answer = await fetch(new URL(url ?? '', document.baseURI), init).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw refused('the server cannot be reached', cause);
    });
    if (!answer.ok) throw refused(`the server answered ${String(answer.status)}`);
    const session: unknown = await answer.json().catch((cause: unknown) => {
      throw refused('the answer is not JSON', cause);
    });
    // A backend may pass on what it was told, such as an error code, with the status 200.
    if (!isSession(session)) throw refused('the answer is not a session');
    return session;
  };
  // Not by src/timeout, to keep this file small.
  const limit = new Promise<never>((_, reject) => {
    setTimeout(() => reject(refused(`no answer within ${String(LONGEST_WAIT / 1000)} s`)), LONGEST_WAIT);
  });
  return Promise.race([ask(), limit]);
}

/**
 * Returns what adds a response to a live verdict, its times counted from now on, and `undefined` to others.
 *
 * @param evidenceOf gives the scored window that began then, unless it was lost with its engine
 * @throws {DepthproofError} `INVALID_OPTION` where the session is none, or the check would go on after its verdict
 */
export function responder(
  { session, continuous }: { session?: unknown; continuous?: boolean | undefined },
  evidenceOf: (startTime: number) => Promise<WindowEvidence | undefined>,
): <T extends Concluded & { outcome: string }>(verdict: T) => Promise<T & { response: string }> | undefined {
  if (!isSession(session) || continuous)
    throw new DepthproofError(
      'INVALID_OPTION',
      'The option session must be the JSON that the server’s session route returned. It cannot be combined with continuous.',
    );
  const began = performance.timeOrigin + performance.now();
  const respondTo = async <T extends Concluded>(verdict: T) => {
    const evidence = await evidenceOf(verdict.windows.at(-1)?.startTime ?? NaN);
    if (!evidence) throw new DepthproofError('BACKEND_LOST', LOST);
    return { ...verdict, response: await respond(session, began, verdict, evidence) };
  };
  return (verdict) => (verdict.outcome === 'live' ? respondTo(verdict) : undefined);
}

/** @param began when the check began, ms since 1970 by this device's clock */
export function respond(
  { token }: EvidenceSession,
  began: number,
  { windows, backend, model: { id, sha256 }, injection }: Concluded,
  { frames, score, times, quality, width, height, firstGood }: WindowEvidence,
): Promise<string> {
  const since = (timestamp: number) => Math.max(0, firstGood.at - began + timestamp - firstGood.timestamp);
  const { timing } = injection?.evidence ?? {};
  const facts: Facts = {
    // The location of a frame with `srcdoc` has none, and a page may replace the window's.
    origin: location.origin === 'null' ? origin : location.origin,
    times: times.map(since),
    score,
    windows: windows.slice(-MOST_WINDOWS).map(({ startTime, endTime, score }) => ({
      start: since(startTime),
      end: since(endTime),
      score,
    })),
    quality,
    capture: {
      firstGood: since(firstGood.timestamp),
      width,
      height,
      intervals: timing?.intervals ?? 0,
      ...(timing?.uneven !== undefined && { uneven: timing.uneven }),
      ...(timing?.interval !== undefined && { frameRate: Math.min(1000, 1000 / timing.interval) }),
      injection: injection?.signs ?? [],
    },
    model: { id, sha256 },
    backend: backend.name,
  };
  return writeResponse(token, facts, frames);
}
