import { afterEach, describe, expect, it, vi } from 'vitest';
import { rememberCamera, rememberedCamera } from './rememberedCamera';

afterEach(() => vi.unstubAllGlobals());

describe('rememberedCamera', () => {
  it('is what was remembered', () => {
    const items = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
    });
    expect(rememberedCamera()).toBeUndefined();
    rememberCamera('front');
    expect(rememberedCamera()).toBe('front');
  });

  it('is nothing, without an error, where storage is blocked', () => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    vi.stubGlobal('localStorage', { getItem: blocked, setItem: blocked });
    rememberCamera('front');
    expect(rememberedCamera()).toBeUndefined();
  });
});
