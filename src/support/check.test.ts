import { afterEach, describe, expect, it, vi } from 'vitest';

/** The check as a page finds it whose canvases give `context` for WebGL 2. */
async function checkWith(context: () => unknown) {
  const asked = vi.fn(context);
  vi.resetModules();
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = asked;
    },
  );
  return { ...(await import('./check')), asked };
}

describe('support', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('names WebGL 2 where a browser keeps it back', async () => {
    const { missing, support } = await checkWith(() => null);
    expect(missing()).toContain('webgl2');
    expect((await support()).tests.webgl2).toBe(false);
  });

  it('tries WebGL 2 once and gives the context back', async () => {
    const loseContext = vi.fn();
    const { tests, asked } = await checkWith(() => ({ getExtension: () => ({ loseContext }) }));
    expect([tests().webgl2, tests().webgl2]).toEqual([true, true]);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(loseContext).toHaveBeenCalledTimes(1);
  });

  it('does not count what could not be tried as lacking', async () => {
    const { missing, tests } = await checkWith(() => {
      throw new Error('blocked by an extension');
    });
    expect(tests().webgl2).toBeNull();
    expect(missing()).not.toContain('webgl2');
  });

  it.each([
    [() => true, true],
    [() => false, false],
    [
      () => {
        throw new Error('blocked by a policy');
      },
      null,
    ],
  ])('compiles an instruction of SIMD to know of it', async (validate, expected) => {
    vi.stubGlobal('WebAssembly', { validate });
    const { missing, tests } = await checkWith(() => null);
    expect(tests()['wasm-simd']).toBe(expected);
    expect(missing().includes('wasm-simd')).toBe(expected === false);
  });

  it('has an instruction that is valid where there is SIMD', async () => {
    const { tests } = await checkWith(() => null);
    expect(tests()['wasm-simd']).toBe(true);
  });
});
