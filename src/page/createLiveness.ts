import { frames } from '../camera/frames';
import type { EvidenceSession } from '../evidence/session';
import { InjectionMonitor } from '../injection/monitor';
import { originOf } from '../injection/origin';
import type { LivenessEvent, Verdict } from '../session/events';
import { unlessAborted } from '../timeout';
import { Check } from './check';
import { checkOptions, type LivenessOptions } from './options';
import { watchVisibility } from './pageVisibility';
import { RecoveringEngine } from './recoveringEngine';
import { sessionClock } from './sessionClock';
import { cameraSource, clipSource, type Source } from './source';

/**
 * A running check. Iterate it for events, once; an error ends the iteration by throwing it: a `DepthproofError`, or
 * the signal's reason. Leaving the loop, by `break` or by an exception, ends the check.
 */
export interface Liveness extends AsyncIterable<LivenessEvent> {
  /** The first verdict. Rejects with what ended the session before one was reached (`CLOSED` after `close()`). */
  readonly verdict: Promise<Verdict>;
  /** Stops camera, worker and network. Safe to call at any time, any number of times. */
  close(): void;
}

/**
 * Opens camera and engine side by side and resolves when frames are being analyzed. Without `continuous` the session
 * closes itself at its verdict. It ends with `PAGE_HIDDEN` when the person leaves the page, or when the page has been
 * hidden for 30 s: a camera that nobody looks into must not stay on.
 *
 * @throws {DepthproofError} every code of `ErrorCode` but `NO_FACE` and `CLOSED`. An abort rejects with its reason.
 */
export async function createLiveness(options: LivenessOptions = {}): Promise<Liveness> {
  const { base, limits } = checkOptions(options);
  options.signal?.throwIfAborted();

  const { session } = options;
  const began = performance.timeOrigin + performance.now();
  const respond = async (session: EvidenceSession, verdict: Verdict): Promise<string> => {
    const [{ respond }, evidence] = await Promise.all([
      import('../evidence/page'),
      engine.evidence(verdict.windows.at(-1)?.startTime ?? NaN),
    ]);
    return respond(session, began, verdict, evidence);
  };
  const check = new Check(
    limits,
    options.continuous ?? false,
    session && ((verdict) => respond(session, verdict)),
  );
  const { signal } = check;
  const end = (error?: unknown) => check.end(error);
  const engine = new RecoveringEngine(base, check);
  closeAtEnd(engine, signal);
  options.signal?.addEventListener('abort', () => end(options.signal?.reason), { signal });
  watchVisibility(end, signal);

  const opening = Promise.all([
    openSource(options, signal, end),
    engine.open(options.backend, session?.capture.after),
  ]);
  const [{ source, injection }, opened] = await unlessAborted(opening, signal).catch((error: unknown) => {
    end(error);
    throw error;
  });

  const analyzeFrames = async () => {
    const interval = opened.model.cadence.intervalMilliseconds;
    const side = opened.model.frame.longerSide;
    const onTime = (timestamp: number) => injection?.addTime(timestamp);
    const sourceFrames = frames(source.video, { interval, side, signal, onTime });
    for await (const { image, timestamp, release } of sourceFrames) engine.frame(image, timestamp, release);
    await engine.end();
    check.advance({ type: 'ended', now: performance.now() });
  };
  check.start(opened, injection);
  sessionClock((input) => check.advance(input), signal);
  analyzeFrames().catch(end);

  return {
    verdict: check.verdict,
    close: () => end(),
    [Symbol.asyncIterator]: () => check.events(),
  };
}

/** Opens the camera or the clip, and watches a camera for signs of injection. */
async function openSource(
  { source: choice, preview }: LivenessOptions,
  signal: AbortSignal,
  onLost: (error: unknown) => void,
): Promise<{ source: Source; injection: InjectionMonitor | undefined }> {
  const source =
    choice && 'video' in choice
      ? await clipSource(choice.video, signal)
      : await cameraSource({ ...choice?.camera, signal }, preview);
  closeAtEnd(source, signal);
  void source.lost.then(onLost);
  const { track } = source;
  const origin = track && (await originOf(track, navigator.mediaDevices));
  return { source, injection: track && origin && new InjectionMonitor(track, origin) };
}

/** Closes a resource when the check ends; at once if it has ended already. */
function closeAtEnd(resource: { close(): void }, signal: AbortSignal): void {
  if (signal.aborted) resource.close();
  signal.addEventListener('abort', () => resource.close());
}
