import { DepthproofError } from '../errors';
import { Engine } from './engine';
import type { FromWorker, ToWorker } from '../session/protocol';

let opening: Promise<Engine> | undefined;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  handle(data).catch(fail);
};

async function handle(message: ToWorker): Promise<void> {
  if (message.type === 'open') {
    const arriving = () => post({ type: 'arriving' });
    arriving();
    opening = Engine.open(
      message.base,
      message.backend,
      message.remembered,
      arriving,
      (window, scoring) => post({ type: 'window', window, scoring }),
      (error) => void fail(error),
    );
    const { model, report } = await opening;
    const { id, sha256, frame, cadence, decision } = model;
    post({ type: 'opened', backend: report, model: { id, sha256, frame, cadence, decision } });
    return;
  }
  const engine = await opening;
  if (!engine) throw new Error('The engine was given frames before it was opened.');
  if (message.type === 'frame') {
    post({ type: 'observed', observed: engine.observe(message.image, message.timestamp, message.given) });
  } else {
    await engine.drained();
    post({ type: 'drained' });
  }
}

function post(message: FromWorker): void {
  self.postMessage(message);
}

/** Milliseconds in which a backend that is gone says so: an operation on it may fail sooner, in words of its own. */
const LOSS_DELAY = 500;

async function fail(cause: unknown): Promise<void> {
  const engine = await opening?.catch(() => undefined);
  const error =
    cause instanceof DepthproofError || !engine
      ? cause
      : await Promise.race([engine.lost, new Promise((resolve) => setTimeout(resolve, LOSS_DELAY, cause))]);
  if (error instanceof DepthproofError) {
    const { code, message, cause: reason } = error;
    post({ type: 'error', code, message, cause: reason instanceof Error ? String(reason) : undefined });
    return;
  }
  const what = error instanceof Error ? error.message : String(error);
  const message = `The engine failed: ${what}. Start a new check; if it fails again, force another backend.`;
  post({ type: 'error', code: 'ENGINE_FAILED', message, cause: String(error) });
}
