import { DepthproofError } from '../errors';

/** Milliseconds for which a check stays open while its page is hidden: time to look something up in another tab. */
const LONGEST_HIDDEN = 30_000;

/**
 * Says once that nobody will see this check to its end: the page is left, be it for the browser's memory of pages,
 * where the camera would stay with it, or it has been hidden for `LONGEST_HIDDEN`. Silent for good once `signal` is
 * aborted.
 */
export function watchLeaving(left: (error: DepthproofError) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** By the wall clock: a page that is frozen or asleep has no timers. */
  let deadline = Infinity;
  const leave = (how: string) => {
    left(
      new DepthproofError('PAGE_HIDDEN', `The page ${how} in the middle of the check. Offer to start again.`),
    );
  };
  const hiddenTooLong = () => {
    leave(`was hidden for ${String(LONGEST_HIDDEN / 1000)} s`);
  };
  const follow = () => {
    clearTimeout(timer);
    if (Date.now() >= deadline) hiddenTooLong();
    else if (document.hidden) {
      deadline = Date.now() + LONGEST_HIDDEN;
      timer = setTimeout(hiddenTooLong, LONGEST_HIDDEN);
    } else deadline = Infinity;
  };
  const goodbye = () => {
    leave('was left');
  };
  document.addEventListener('visibilitychange', follow, { signal });
  window.addEventListener('pagehide', goodbye, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
  });
  follow();
}
