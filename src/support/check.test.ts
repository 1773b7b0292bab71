import { afterEach, describe, expect, it, vi } from 'vitest';

/** The check as a page finds it whose canvases give `context` for WebGL 2. */
async function checkWith(context: (kind: string) => unknown) {
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
    expect(asked.mock.calls.filter(([kind]) => kind === 'webgl2')).toHaveLength(1);
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
    ['what was drawn', 0, true],
    ['nearly that', 2, true],
    ['noise', 90, false],
  ])('reads %s back from a canvas', async (_, error, expected) => {
    const drawn = [200, 50, 150, 255];
    const data = Uint8ClampedArray.from({ length: 4 * 256 }, (_, index) => (drawn[index % 4] ?? 0) - error);
    const { missing, tests } = await checkWith((kind) =>
      kind === '2d' ? { fillRect() {}, getImageData: () => ({ data }) } : null,
    );
    expect(tests().readback).toBe(expected);
    expect(missing().includes('readback')).toBe(!expected);
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
