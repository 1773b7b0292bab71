import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

/** The module as a page finds it that was just opened. */
async function visit() {
  vi.resetModules();
  return import('./rememberedCamera');
}

describe('rememberedCamera', () => {
  it('is what was remembered, at the next visit too', async () => {
    const items = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
    });
    const first = await visit();
    expect(first.rememberedCamera()).toBeUndefined();
    first.rememberCamera('front');
    expect(first.rememberedCamera()).toBe('front');
    expect((await visit()).rememberedCamera()).toBe('front');
  });

  it('lasts for the visit, without an error, where storage is blocked', async () => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked });
    const first = await visit();
    first.rememberCamera('front');
    expect(first.rememberedCamera()).toBe('front');
    expect((await visit()).rememberedCamera()).toBeUndefined();
  });
});
