/**
 * Calls `act` at each event of `target` until `signal` aborts. Removes the listener by hand, since zone.js before 0.12,
 * which old Angular pages have, loses the option `signal` of `addEventListener`.
 */
export function listen(
  target: EventTarget,
  type: string,
  act: (event: Event) => void,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  target.addEventListener(type, act);
  signal.addEventListener('abort', () => target.removeEventListener(type, act), { once: true });
}
