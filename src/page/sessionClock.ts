import { watchPage } from '../camera/pageView';

/** Milliseconds between ticks. */
const TICK = 1000;
/** Milliseconds between two ticks after which the machine must have slept. */
const LONGEST_TICK = 5000;

/**
 * Calls `onTick` every second with a `tick`, or with `resumed` when the page is back from being asleep or out of sight:
 * meanwhile neither camera nor person could be expected to do anything. Silent while nobody sees the page, and once
 * `signal` aborts.
 */
export function sessionClock(
  onTick: (input: { type: 'tick' | 'resumed'; now: number }) => void,
  signal: AbortSignal,
): void {
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    const slept = now - last > LONGEST_TICK;
    last = now;
    if (page.shown) onTick({ type: slept ? 'resumed' : 'tick', now });
  };
  const timer = setInterval(tick, TICK);
  const page = watchPage(() => {
    last = performance.now();
    if (page.shown) onTick({ type: 'resumed', now: last });
  }, signal);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
