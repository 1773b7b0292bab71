import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from './announcer';

/** Everything that was put into the live region, in order. */
function listener() {
  const heard: string[] = [];
  let text = '';
  return {
    heard,
    get textContent() {
      return text;
    },
    set textContent(value: string) {
      text = value;
      heard.push(value);
    },
  };
}

describe('Announcer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('speaks at once, then at most every two seconds and only the latest', () => {
    const region = listener();
    const announcer = new Announcer(region);
    announcer.announce('one');
    announcer.announce('two');
    announcer.announce('three');
    expect(region.heard).toEqual(['one']);
    vi.advanceTimersByTime(1999);
    expect(region.heard).toEqual(['one']);
    vi.advanceTimersByTime(1);
    expect(region.heard).toEqual(['one', 'three']);
  });

  it('does not repeat itself, also when it went to and fro in between', () => {
    const region = listener();
    const announcer = new Announcer(region);
    announcer.announce('one');
    announcer.announce('two');
    announcer.announce('one');
    vi.advanceTimersByTime(10_000);
    announcer.announce('one');
    expect(region.heard).toEqual(['one']);
    announcer.announce('two');
    expect(region.heard).toEqual(['one', 'two']);
  });
});
