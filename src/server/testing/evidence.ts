import { readFileSync } from 'node:fs';
import { writeResponse, type Facts, type FrameEvidence } from '../../evidence/response';
import { modelFolder } from '../../../scripts/assets.mjs';
import type { Model } from '../../model/manifest';
import type { OpenSession } from '../depthproofServer';

/** Windows of the demo's clips, as a browser sends them: JPEG, quality 0.95. See demo/clips/LICENSE.md. */
export type WindowName = 'live' | 'print' | 'replay';

export const ORIGIN = 'https://login.example';

const model = JSON.parse(readFileSync(`${modelFolder()}/model.json`, 'utf8')) as Model;

export function framesOf(name: WindowName): FrameEvidence[] {
  const file = (frame: number, crop: string) =>
    Uint8Array.from(readFileSync(new URL(`windows/${name}/${String(frame)}-${crop}.jpg`, import.meta.url)));
  return Array.from({ length: model.cadence.frames }, (_, frame) => ({
    face: file(frame, 'face'),
    context: file(frame, 'context'),
  }));
}

/** What an honest browser says of a window that it kept as the session asks. `score`: what it claims. */
export function factsOf({ capture: { after } }: Pick<OpenSession, 'capture'>, score = 0.99): Facts {
  const { frames, intervalMilliseconds } = model.cadence;
  const firstGood = 100;
  const times = Array.from(
    { length: frames },
    (_, frame) => firstGood + after + frame * intervalMilliseconds,
  );
  return {
    origin: ORIGIN,
    times,
    score,
    windows: [{ start: times[0] ?? NaN, end: times.at(-1) ?? NaN, score }],
    quality: { sharpness: 3.2 },
    capture: { firstGood, width: 640, height: 480, intervals: 40, uneven: 0, injection: [] },
    model: { id: model.id, sha256: model.sha256 },
    backend: 'wasm',
  };
}

/** The response of an honest browser, or of one that claims another score. */
export function responseFor(
  session: OpenSession,
  { name = 'live', score }: { name?: WindowName; score?: number } = {},
): Promise<string> {
  return writeResponse(session.token, factsOf(session, score), framesOf(name));
}

/**
 * Resolves once the window that a session asks for can have been recorded: a response that comes sooner is not
 * plausible.
 */
export function recorded({ capture: { after } }: Pick<OpenSession, 'capture'>): Promise<void> {
  const { frames, intervalMilliseconds } = model.cadence;
  return new Promise((resolve) =>
    setTimeout(resolve, Math.max(0, after + frames * intervalMilliseconds - 1000)),
  );
}
