/** Whether the page shows the element: it has a box, and neither it nor anything around it is hidden. */
export function isShown(element: Element): boolean {
  // Safari before 17.4 and Chrome before 105 have the older way only.
  if ('checkVisibility' in element)
    return element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });
  return (element as Element).getClientRects().length > 0;
}

/** Calls `act` when the page no longer shows the element, until `signal` aborts. */
export function whenHidden(element: Element, act: () => void, signal: AbortSignal): void {
  if (!('IntersectionObserver' in globalThis)) return;
  // Out of view is not hidden: a person may scroll.
  const observer = new IntersectionObserver(() => {
    if (!isShown(element)) act();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
