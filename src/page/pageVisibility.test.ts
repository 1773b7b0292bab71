import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DepthproofError } from '../errors';
import { watchVisibility } from './pageVisibility';

const page = Object.assign(new EventTarget(), { hidden: false });

function show(visible: boolean): void {
  page.hidden = !visible;
  page.dispatchEvent(new Event('visibilitychange'));
}

/** Codes of what is said. */
function watched(): { said: string[]; end: () => void } {
  const said: string[] = [];
  const ending = new AbortController();
  const left = ({ code }: DepthproofError) => {
    said.push(code);
    ending.abort();
  };
  watchVisibility(left, ending.signal);
  return { said, end: () => ending.abort() };
}

describe('watchVisibility', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    page.hidden = false;
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('says so at once, and once, when the page goes', () => {
    const { said } = watched();
    page.dispatchEvent(new Event('pagehide'));
    page.dispatchEvent(new Event('pagehide'));
    expect(said).toEqual(['PAGE_HIDDEN']);
  });

  it('bears with a page that is hidden for less than half a minute, however often', () => {
    const { said } = watched();
    for (let time = 0; time < 5; time++) {
      show(false);
      vi.advanceTimersByTime(29_000);
      show(true);
      vi.advanceTimersByTime(1000);
    }
    expect(said).toEqual([]);
    show(false);
    vi.advanceTimersByTime(30_000);
    expect(said).toEqual(['PAGE_HIDDEN']);
  });

  it('counts for a page that was hidden from the start', () => {
    page.hidden = true;
    const { said } = watched();
    vi.advanceTimersByTime(30_000);
    expect(said).toEqual(['PAGE_HIDDEN']);
  });

  it('goes by the wall clock, for a frozen page has no timers', () => {
    const { said } = watched();
    show(false);
    vi.setSystemTime(Date.now() + 60_000);
    show(true);
    expect(said).toEqual(['PAGE_HIDDEN']);
  });

  it('says nothing of a check that has ended', () => {
    const { said, end } = watched();
    show(false);
    end();
    vi.advanceTimersByTime(60_000);
    page.dispatchEvent(new Event('pagehide'));
    expect(said).toEqual([]);
  });
});
