import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Expiry } from './expiry';

const page = new EventTarget();

describe('Expiry', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', page);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function connected() {
    const expired = vi.fn();
    const expiry = new Expiry(expired);
    expiry.connect();
    return { expiry, expired };
  }

  it('comes when its time has come, once, and leaves no timer', () => {
    const { expiry, expired } = connected();
    expiry.set(2500);
    vi.advanceTimersByTime(2499);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(expired).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not come once it is cleared', () => {
    const { expiry, expired } = connected();
    expiry.set(2000);
    expiry.clear();
    vi.advanceTimersByTime(10_000);
    expect(expired).not.toHaveBeenCalled();
  });

  it.each(['visibilitychange', 'pageshow'])('is looked for at %s, though no timer ran meanwhile', (type) => {
    const { expiry, expired } = connected();
    expiry.set(300_000);
    vi.setSystemTime(Date.now() + 400_000);
    page.dispatchEvent(new Event(type));
    expect(expired).toHaveBeenCalledOnce();
  });

  it('comes within a second of a sleep that no event tells of', () => {
    const { expiry, expired } = connected();
    expiry.set(300_000);
    vi.setSystemTime(Date.now() + 400_000);
    vi.advanceTimersByTime(1000);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('says nothing while it is not followed, and catches up afterwards', () => {
    const { expiry, expired } = connected();
    expiry.set(2000);
    expiry.disconnect();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10_000);
    page.dispatchEvent(new Event('visibilitychange'));
    expect(expired).not.toHaveBeenCalled();
    expiry.connect();
    expect(expired).toHaveBeenCalledOnce();
  });
});
