import { afterEach, expect, it, vi } from 'vitest';
import { watchPage } from './pageView';

/** A page in a frame of 500 x 400 px, and what its browser tells of the root element. */
function framed() {
  let tell: (entries: object[]) => void = () => undefined;
  class Observer {
    constructor(told: (entries: object[]) => void) {
      tell = told;
    }
    observe = vi.fn();
    disconnect = vi.fn();
  }
  vi.stubGlobal('IntersectionObserver', Observer);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false, documentElement: {} }));
  vi.stubGlobal('window', { top: {}, innerWidth: 500, innerHeight: 400 });
  const onChange = vi.fn();
  const page = watchPage(onChange, new AbortController().signal);
  /** @param top of the root element in the frame, px */
  const root = (isIntersecting: boolean, top: number, height: number) =>
    tell([{ isIntersecting, boundingClientRect: { left: 0, top, right: 500, bottom: top + height } }]);
  return { page, root, onChange };
}

afterEach(() => vi.unstubAllGlobals());

it('does not show a page whose frame is scrolled out of view', () => {
  const { page, root, onChange } = framed();
  root(true, -1500, 2000);
  root(false, -1500, 2000);
  expect(page.shown).toBe(false);
  root(true, -1500, 2000);
  expect(page.shown).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('shows a page that is scrolled past its root element, which is only as tall as the frame', () => {
  const { page, root, onChange } = framed();
  root(true, 0, 400);
  root(false, -1500, 400);
  expect(page.shown).toBe(true);
  expect(onChange).not.toHaveBeenCalled();
});
