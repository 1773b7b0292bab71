import { DepthproofError } from '../errors';
import type { FromWorker, ScoredWindow, ToWorker } from '../session/protocol';
import { backendFile } from './choose/choose';
import { Engine } from './engine';
import { loadEngine } from './loadEngine';

let opening: Promise<Engine> | undefined;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  handle(data).catch(fail);
};

async function handle(message: ToWorker): Promise<void> {
  if (message.type === 'open') {
    opening = open(message);
    await opening;
    return;
  }
  const engine = await opening;
  if (!engine) throw new Error('The engine was given frames before it was opened.');
  if (message.type === 'frame') {
    post({ type: 'observed', observed: engine.analyze(message.image, message.timestamp, message.prior) });
  } else {
    post({ type: 'drained', evidence: await engine.drain(message.evidence) });
  }
}

async function open(message: Extract<ToWorker, { type: 'open' }>): Promise<Engine> {
  const onProgress = () => post({ type: 'arriving' });
  onProgress();
  const parts = await loadEngine(message.base, message.backend, message.remembered, onProgress);
  const onWindow = (window: ScoredWindow, scoring: boolean) => post({ type: 'window', window, scoring });
  const onError = (error: unknown) => void fail(error);
  const { evidenceAfter } = message;
  let engine: Engine;
  if (evidenceAfter === undefined) engine = new Engine(parts, onWindow, onError);
  else {
    const { EvidenceEngine } = await backendFile(import('./evidenceEngine'));
    engine = new EvidenceEngine(parts, onWindow, onError, evidenceAfter);
  }
  const { id, sha256, frame, cadence, evidence, decision } = parts.model;
  post({ type: 'opened', backend: parts.report, model: { id, sha256, frame, cadence, evidence, decision } });
  return engine;
}

function post(message: FromWorker): void {
  self.postMessage(message);
}

/** Milliseconds in which a lost device reports itself. An operation on it may fail sooner, with another message. */
const LOSS_DELAY = 500;

async function fail(cause: unknown): Promise<void> {
  const engine = await opening?.catch(() => undefined);
  const error =
    cause instanceof DepthproofError || !engine
      ? cause
      : await Promise.race([
          engine.deviceLost,
          new Promise((resolve) => setTimeout(resolve, LOSS_DELAY, cause)),
        ]);
  if (error instanceof DepthproofError) {
    const { code, message, cause: reason } = error;
    post({ type: 'error', code, message, cause: reason instanceof Error ? String(reason) : undefined });
    return;
  }
  const what = error instanceof Error ? error.message : String(error);
  const message = `The engine failed: ${what}. Start a new check; if it fails again, force another backend.`;
  post({ type: 'error', code: 'ENGINE_FAILED', message, cause: String(error) });
}
