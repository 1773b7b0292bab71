import type { Page } from '@playwright/test';
import type { BackendName } from '../../src/backends/backend';
import { expect, test } from '../launch';
import { LARGEST_DISTANCE } from '../../test/kernels/check';
import type { Counts } from '../../bench/counters';
import type { GoldenResult, KernelResult } from './page';

/** Calls a function of page.ts in the page. */
async function call<T>(page: Page, name: string, ...parameters: unknown[]): Promise<T> {
  await page.waitForFunction(() => 'golden' in window);
  return page.evaluate(
    async ([name, parameters]) => {
      const { golden } = window as unknown as {
        golden: Record<string, (...all: unknown[]) => Promise<unknown>>;
      };
      return golden[name as string]?.(...(parameters as unknown[]));
    },
    [name, parameters],
  ) as Promise<T>;
}

const backends = ['wasm', 'webgl', 'webgpu'] satisfies BackendName[];

for (const backend of backends) {
  test(`${backend} gives PyTorch's numbers in every map of a five-frame stream`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const { distances, expected, scoreDifference, tensors } = await call<GoldenResult>(
      page,
      'compare',
      backend,
    );
    expect(Object.keys(distances).sort()).toEqual(expected);
    for (const [map, distance] of Object.entries(distances)) expect(distance, map).toBeLessThan(1e-4);
    expect(scoreDifference).toBeLessThan(1e-3);
    expect(tensors.after).toBe(tensors.before);
  });

  // TensorFlow.js's tensors are counted by the network's own test, too.
  const tag = backend === 'webgl' ? ['@sweep'] : [];
  test(`${backend} holds no more after 60 frames than after 20`, { tag }, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const [first, second, third] = await call<object[]>(page, 'hold', backend, 60);
    expect(first).toMatchObject({ errors: [], ...(backend === 'webgpu' && { objects: 0, bytes: 0 }) });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test(`a picture's crop is the same by whichever way it came, on ${backend}`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const differences = await call<Record<string, number>>(page, 'imports', backend);
    expect(Object.keys(differences)).toEqual(['image data', 'canvas', 'RGB frame', 'I420 frame']);
    // Grey levels: the luma of a camera's frame is rounded to 220 steps.
    for (const [way, difference] of Object.entries(differences))
      expect(difference, way).toBeLessThan(way === 'I420 frame' ? 1.5 : 0.6);
  });
}

test('every kernel agrees with double precision', async ({ openPage }) => {
  const page = await openPage({ path: '/golden/', backend: 'webgpu' });
  const { distances, errors } = await call<KernelResult>(page, 'kernels');
  expect(Object.keys(distances).length).toBeGreaterThan(20);
  for (const [name, distance] of Object.entries(distances))
    expect(distance, name).toBeLessThan(LARGEST_DISTANCE.fp32);
  expect(errors).toEqual([]);
});

test('a frame on our own kernels is 107 dispatches and three for its crops, one submit, and allocates nothing', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/golden/', backend: 'webgpu' });
  const cost = await call<Counts>(page, 'frameCost');
  expect(cost).toEqual({ dispatches: 107 + 3, submits: 1, objects: 0, bytes: 0 });
});
