import type { Page } from '@playwright/test';
import type { BackendName } from '../../src/backends/report';
import { expect, test } from '../launch';
import { LARGEST_DISTANCE } from '../../kernels/testing/check';
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

for (const backend of ['wasm', 'webgl', 'webgpu'] satisfies BackendName[]) {
  test(`${backend} gives PyTorch's numbers in every block of a five-frame stream`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const { blocks, scoreDifference, tensors } = await call<GoldenResult>(page, 'compare', backend);
    expect(Object.keys(blocks).length).toBeGreaterThanOrEqual(5 * 10);
    for (const [block, distance] of Object.entries(blocks)) expect(distance, block).toBeLessThan(1e-4);
    expect(scoreDifference).toBeLessThan(1e-3);
    expect(tensors.after).toBe(tensors.before);
  });

  test(`${backend} holds no more after 300 frames than after 100`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const [first, second, third] = await call<object[]>(page, 'hold', backend, 300);
    expect(first).toBeDefined();
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });
}

test('every kernel agrees with double precision', async ({ openPage }) => {
  const page = await openPage({ path: '/golden/', backend: 'webgpu' });
  const { distances, errors } = await call<KernelResult>(page, 'kernels');
  expect(Object.keys(distances).length).toBeGreaterThan(20);
  for (const [name, distance] of Object.entries(distances))
    expect(distance, name).toBeLessThan(LARGEST_DISTANCE.f32);
  expect(errors).toEqual([]);
});
