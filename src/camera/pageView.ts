import { listen } from '../listen';

/** Whether a person can see the page. */
export interface PageView {
  readonly shown: boolean;
}

/**
 * Watches whether a person can see the page: it is not hidden, and where it is in a frame, the frame is not scrolled out
 * of view, for there browsers stop the pictures. Calls `onChange` at each change until `signal` aborts.
 */
export function watchPage(onChange: () => void, signal: AbortSignal): PageView {
  let inView = true;
  listen(document, 'visibilitychange', onChange, signal);
  if ('IntersectionObserver' in globalThis && window.top !== window) {
    const observer = new IntersectionObserver((entries) => {
      const last = entries[entries.length - 1];
      const now = !last || last.isIntersecting || !isWithinFrame(last.boundingClientRect);
      if (now === inView) return;
      inView = now;
      onChange();
    });
    observer.observe(document.documentElement);
    signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  }
  return {
    get shown() {
      return !document.hidden && inView;
    },
  };
}

/**
 * Whether the frame's own page shows its root element, without which that says nothing of the frame: one that is only as tall as
 * the frame (`height: 100%`) is out of view as soon as the page is scrolled that far.
 */
function isWithinFrame({ left, top, right, bottom }: DOMRectReadOnly): boolean {
  return right > 0 && bottom > 0 && left < window.innerWidth && top < window.innerHeight;
}
