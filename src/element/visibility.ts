/** Whether the page shows the element: it has a box, and neither it nor anything around it is hidden. */
export function isShown(element: Element): boolean {
  // Safari before 17.4 and Chrome before 105 have the older way only.
  if ('checkVisibility' in element)
    return element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });
  return (element as Element).getClientRects().length > 0;
}

/** Milliseconds between two looks. */
const INTERVAL = 250;

/** Calls `act` when the page no longer shows the element, until `signal` aborts. Out of view is not hidden: a person may scroll. */
export function whenHidden(element: Element, act: () => void, signal: AbortSignal): void {
  // No observer tells all that hides: neither styles nor skipped content.
  const timer = setInterval(() => {
    if (!isShown(element)) act();
  }, INTERVAL);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
