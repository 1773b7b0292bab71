import { frames } from '../camera/frames';
import { DepthproofError } from '../errors';
import { originOf } from '../injection/origin';
import { injectionRisk } from '../injection/risk';
import type { Opened } from './engineClient';
import type { LivenessEvent, Verdict } from '../session/events';
import { EventStream } from './eventStream';
import { LastingEngine } from './lastingEngine';
import { watchLeaving } from './leaving';
import { checkOptions, type LivenessOptions } from './options';
import { pageClock } from './pageClock';
import { advance, startSession, type SessionInput } from '../session/session';
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
 * Opens camera and engine side by side and starts to look. Resolves when frames are being looked at. Without
 * `continuous` the session closes itself at its verdict. It ends with `PAGE_HIDDEN` when its page is left, or has been hidden
 * for 30 s: no camera stays on that nobody looks into.
 *
 * @throws {DepthproofError} every code of `ErrorCode` but `NO_FACE` and `CLOSED`. An abort rejects with its reason.
 */
export async function createLiveness(options: LivenessOptions = {}): Promise<Liveness> {
  const { base, limits } = checkOptions(options);
  options.signal?.throwIfAborted();

  const events = new EventStream<LivenessEvent>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let source: Source | undefined;
  let conclude: (verdict: Verdict) => void = () => undefined;
  let refuse: (error: unknown) => void = () => undefined;
  const verdict = new Promise<Verdict>((resolve, reject) => {
    conclude = resolve;
    refuse = reject;
  });
  // Whoever iterates sees the error there; an unread promise must not count as an unhandled rejection.
  verdict.catch(() => undefined);

  /** What `injectionRisk` rests on: ten seconds of frames are enough. */
  const times: number[] = [];
  const differences: number[] = [];
  const onTime = (timestamp: number) => {
    times.push(timestamp);
    if (times.length > 300) times.shift();
    if (differences.length > 100) differences.shift();
  };

  /** The one way out. `error` is undefined after a verdict and after `close()`. */
  const stop = (error?: unknown) => {
    if (signal.aborted) return;
    const closed = new DepthproofError('CLOSED', 'The check was closed before it reached a verdict.');
    stopping.abort(error ?? closed);
    options.signal?.removeEventListener('abort', abort);
    engine.close();
    source?.close();
    events.end(error === undefined ? {} : { error });
    refuse(error ?? closed);
  };
  const abort = () => {
    stop(options.signal?.reason);
  };

  /** Nothing before frames are looked at. */
  let step: (input: SessionInput) => void = () => undefined;
  let reopened: Opened | undefined;
  let windows = 0;
  const engine = new LastingEngine(base, {
    observed(observed) {
      const { hint, face, frameWidth, frameHeight } = observed;
      events.push({ type: 'guidance', hint, face, frameWidth, frameHeight });
      if (observed.difference !== undefined) differences.push(observed.difference);
      events.push({ type: 'progress', frames: observed.gathered, of: opened.model.cadence.frames });
      step({ type: 'observed', now: performance.now(), observed });
    },
    window(scored, scoring) {
      // What the network calls depth is not held to the range that it was trained on.
      const depthMap = scored.depthMap.map((depth) => Math.min(1, Math.max(0, depth)));
      const window = { ...scored, depthMap, index: windows++ };
      events.push({ type: 'window', window });
      step({ type: 'window', now: performance.now(), window, scoring });
    },
    lost() {
      step({ type: 'resumed', now: performance.now() });
    },
    rebuilt(again, { message: reason }) {
      reopened = again;
      step({ type: 'resumed', now: performance.now() });
      events.push({ type: 'rebuilt', backend: again.backend, reason });
    },
    failed: stop,
  });
  options.signal?.addEventListener('abort', abort);
  watchLeaving(stop, signal);

  const openSource = async () => {
    const opening =
      options.source && 'video' in options.source
        ? clipSource(options.source.video, signal)
        : cameraSource({ ...options.source?.camera, signal }, options.preview);
    source = await opening;
    if (signal.aborted) source.close();
    void source.lost.then(stop);
    const { track } = source;
    const origin = track && (await originOf(track, navigator.mediaDevices));
    return { ...source, origin };
  };
  const failed = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  const [{ video, track, origin }, opened] = await Promise.race([
    Promise.all([openSource(), engine.open(options.backend)]),
    failed,
  ]).catch((error: unknown) => {
    stop(error);
    throw error;
  });
  failed.catch(() => undefined);

  let session = startSession(performance.now());
  const { model } = opened;
  const { liveProbability, spoofProbability } = model.decision;
  const report = { id: model.id, sha256: model.sha256, liveProbability, spoofProbability };
  step = (input) => {
    const result = advance(session, input, { ...limits, ...model.decision });
    session = result.session;
    if (result.noFace) {
      const seconds = String(limits.noFace / 1000);
      stop(
        new DepthproofError(
          'NO_FACE',
          `No face was seen for ${seconds} s. Ask the person to look into the camera.`,
        ),
      );
    } else if (result.conclusion) {
      const injection = track && origin && injectionRisk(track.label, origin, times, differences);
      const { backend } = reopened ?? opened;
      const reached: Verdict = { ...result.conclusion, backend, model: report, injection };
      events.push({ type: 'verdict', verdict: reached });
      conclude(reached);
      if (!options.continuous || input.type === 'ended') stop();
    }
  };

  const look = async () => {
    const interval = model.cadence.intervalMilliseconds;
    const side = model.frame.longerSide;
    for await (const { image, timestamp, release } of frames(video, { interval, side, signal, onTime })) {
      engine.frame(image, timestamp, release);
    }
    await engine.end();
    step({ type: 'ended', now: performance.now() });
  };
  pageClock(step, signal);
  events.push({ type: 'ready', backend: (reopened ?? opened).backend, model: report });
  look().catch(stop);

  return {
    verdict,
    close: () => {
      stop();
    },
    async *[Symbol.asyncIterator]() {
      try {
        yield* events;
      } finally {
        stop();
      }
    },
  };
}
