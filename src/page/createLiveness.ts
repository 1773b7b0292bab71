import { arrived } from '../arrived';
import { frames, pushedFrames, type FramesOptions } from '../camera/frames';
import { InjectionMonitor } from '../injection/monitor';
import { originOf } from '../injection/origin';
import type { LivenessEvent, Verdict } from '../session/events';
import { listen } from '../listen';
import { unlessAborted } from '../timeout';
import { Check } from './check';
import { checkOptions, type LivenessOptions } from './options';
import { watchVisibility } from './pageVisibility';
import { RecoveringEngine } from './recoveringEngine';
import { sessionClock } from './sessionClock';
import { cameraSource, clipSource, streamSource, type Source } from './source';

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
 * @throws {DepthproofError} every code of `ErrorCode` but `NO_FACE`, `CLOSED`, and those of the element alone, `READBACK_BLOCKED`
 * and `SESSION_REFUSED`. An abort rejects with its reason.
 */
export async function createLiveness(options: LivenessOptions = {}): Promise<Liveness> {
  const { base, limits } = checkOptions(options);
  const respond =
    options.session === undefined
      ? undefined
      : (await arrived('evidence.js', import('../evidence/page'))).responder(options, (startTime) =>
          engine.end(startTime),
        );
  options.signal?.throwIfAborted();
  const check = new Check(limits, options.continuous ?? false, respond);
  const { signal } = check;
  const end = (error?: unknown) => check.end(error);
  const engine: RecoveringEngine = new RecoveringEngine(base, check);
  closeAtEnd(engine, signal);
  if (options.signal) listen(options.signal, 'abort', () => end(options.signal?.reason), signal);
  watchVisibility(end, signal);

  const opening = Promise.all([openSource(options, signal, end), engine.open(options)]);
  const [{ framesOf, injection }, opened] = await unlessAborted(opening, signal).catch((error: unknown) => {
    end(error);
    throw error;
  });

  const analyzeFrames = async () => {
    const interval = opened.model.cadence.intervalMilliseconds;
    const side = opened.model.frame.longerSide;
    const onTime = (timestamp: number) => injection?.addTime(timestamp);
    const taken = framesOf({ interval, side, signal, onTime });
    for await (const { image, timestamp, release } of taken) engine.frame(image, timestamp, release);
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

/** What a check takes its frames from. */
interface OpenedSource {
  framesOf: (options: FramesOptions) => ReturnType<typeof frames>;
  injection: InjectionMonitor | undefined;
}

/** Opens the source, and watches a camera for signs of injection. */
async function openSource(
  options: LivenessOptions,
  signal: AbortSignal,
  onLost: (error: unknown) => void,
): Promise<OpenedSource> {
  const choice = options.source;
  if (choice && 'frames' in choice)
    return { framesOf: (taking) => pushedFrames(choice.frames, taking), injection: undefined };
  const source = await openVideo(options, signal);
  closeAtEnd(source, signal);
  void source.lost.then(onLost);
  const { stream, video } = source;
  const track = stream?.getVideoTracks()[0];
  const origin = track && (await originOf(track, navigator.mediaDevices));
  return {
    framesOf: (taking) => frames(video, { ...taking, stream }),
    injection: track && origin && new InjectionMonitor(track, origin),
  };
}

function openVideo(
  { source: choice, preview, onPlayRefused: onRefused }: LivenessOptions,
  signal: AbortSignal,
): Promise<Source> {
  if (choice && 'video' in choice) return clipSource(choice.video, signal);
  const shown = { preview, onRefused, signal };
  if (choice && 'stream' in choice) return streamSource(choice.stream, shown);
  const camera = choice && 'camera' in choice ? choice.camera : undefined;
  return cameraSource({ ...camera, signal }, shown);
}

/** Closes a resource when the check ends; at once if it has ended already. */
function closeAtEnd(resource: { close(): void }, signal: AbortSignal): void {
  if (signal.aborted) resource.close();
  signal.addEventListener('abort', () => resource.close(), { once: true });
}
