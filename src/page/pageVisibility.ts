import { watchPage } from '../camera/pageView';
import { DepthproofError } from '../errors';
import { listen } from '../listen';

/** Milliseconds for which a check survives in a hidden page: time to look something up in another tab. */
const LONGEST_HIDDEN = 30_000;

/**
 * Calls `onLeave` when nobody will see this check to its end: when the page is left, even if only for the back/forward
 * cache, which would keep the camera open, or when it has been hidden for `LONGEST_HIDDEN`. `onLeave` has to abort
 * `signal`, which ends the watch.
 */
export function watchVisibility(onLeave: (error: DepthproofError) => void, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** On the wall clock, since timers stand still in a page that is frozen or asleep. */
  let deadline = Infinity;
  const leave = (how: string) => {
    onLeave(
      new DepthproofError('PAGE_HIDDEN', `The page ${how} in the middle of the check. Offer to start again.`),
    );
  };
  const hiddenTooLong = () => leave(`was hidden for ${String(LONGEST_HIDDEN / 1000)} s`);
  const onChange = () => {
    clearTimeout(timer);
    if (Date.now() >= deadline) hiddenTooLong();
    else if (!page.shown) {
      deadline = Date.now() + LONGEST_HIDDEN;
      timer = setTimeout(hiddenTooLong, LONGEST_HIDDEN);
    } else deadline = Infinity;
  };
  const page = watchPage(onChange, signal);
  listen(window, 'pagehide', () => leave('was left'), signal);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  onChange();
}
