import { watchPage } from '../camera/pageView';

/** Milliseconds between ticks. */
const TICK = 1000;

/**
 * Calls `onTick` every second with a `tick`, and with `resumed` when the page is back from being out of sight: meanwhile
 * neither camera nor person could be expected to do anything. Silent while nobody sees the page, and once `signal` aborts.
 */
export function sessionClock(
  onTick: (input: { type: 'tick' | 'resumed'; now: number }) => void,
  signal: AbortSignal,
): void {
  const tell = (type: 'tick' | 'resumed') => {
    if (page.shown) onTick({ type, now: performance.now() });
  };
  const page = watchPage(() => tell('resumed'), signal);
  const timer = setInterval(() => tell('tick'), TICK);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
