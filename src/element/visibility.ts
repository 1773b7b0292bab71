/**
 * Whether a person could see the element, if need be by scrolling: it has a box, neither it nor anything around it is hidden,
 * and no box that hides what overflows cuts it off altogether.
 */
export function isShown(element: Element): boolean {
  // Safari before 17.4 and Chrome before 105 have the older way only.
  const isVisible =
    'checkVisibility' in element
      ? element.checkVisibility({
          visibilityProperty: true,
          checkVisibilityCSS: true,
          opacityProperty: true,
          checkOpacity: true,
        })
      : (element as Element).getClientRects().length > 0;
  return isVisible && !isCutOff(element);
}

/** Sides below this many pixels show nothing; what is kept for screen readers alone has 1. */
const LEAST = 2;

function isCutOff(element: Element): boolean {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  const { body, documentElement } = element.ownerDocument;
  let { position } = getComputedStyle(element);
  let inner = element;
  for (let around = parentOf(inner); ; inner = around, around = parentOf(around)) {
    if (right - left < LEAST || bottom - top < LEAST) return true;
    // What body and document hide is what the window shows by scrolling.
    if (!around || around === body || around === documentElement) return false;
    // Nothing around it cuts off what is fixed, or in the top layer.
    if (position === 'fixed' || inner.matches(':is(:modal, :popover-open)')) return false;
    const style = getComputedStyle(around);
    if (position === 'absolute' && style.position === 'static') continue;
    position = style.position;
    const box = around.getBoundingClientRect();
    // What overflows a box that scrolls can be brought into view.
    if (cuts(style.overflowX)) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    if (cuts(style.overflowY)) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
}

function cuts(overflow: string): boolean {
  return overflow === 'hidden' || overflow === 'clip';
}

/** What is around an element on the screen: in a shadow tree its slot or the host. */
function parentOf(element: Element): Element | null {
  const { assignedSlot, parentElement } = element;
  const root = element.getRootNode();
  return assignedSlot ?? parentElement ?? ('host' in root ? (root as ShadowRoot).host : null);
}

/** Milliseconds between two looks. */
const INTERVAL = 250;

/** Resolves to whether the element is shown a moment later: a dialog that fades in begins with none of its opacity. */
export async function isShownSoon(element: Element): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  return isShown(element);
}

/** Calls `act` when the page no longer shows the element, until `signal` aborts. Out of view is not hidden: a person may scroll. */
export function whenHidden(element: Element, act: () => void, signal: AbortSignal): void {
  // No observer tells all that hides: neither styles nor skipped content.
  const timer = setInterval(() => {
    if (!isShown(element)) act();
  }, INTERVAL);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
