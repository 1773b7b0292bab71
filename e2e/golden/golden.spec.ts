import type { Page } from '@playwright/test';
import type { BackendName } from '../../src/backends/backend';
import { expect, test } from '../launch';
import { LARGEST_DISTANCE } from '../../kernels/testing/check';
import type { Counts } from '../../bench/counters';
import type { GoldenResult, KernelResult } from './page';
import type { Properties } from './programProperties';

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

interface Runs {
  backend: BackendName;
  /** Our own kernels or programs instead of TensorFlow.js' operations. */
  own: boolean;
  name: string;
}

const runs: Runs[] = [
  { backend: 'wasm', own: false, name: 'wasm' },
  { backend: 'webgl', own: false, name: "webgl by TensorFlow.js' operations" },
  { backend: 'webgl', own: true, name: 'webgl by our own programs' },
  { backend: 'webgpu', own: false, name: "webgpu by TensorFlow.js' operations" },
  { backend: 'webgpu', own: true, name: 'webgpu by our own kernels' },
];

for (const { backend, own, name } of runs) {
  test(`${name} gives PyTorch's numbers in every block of a five-frame stream`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const { blocks, expected, scoreDifference, tensors } = await call<GoldenResult>(
      page,
      'compare',
      backend,
      own,
      false,
    );
    expect(Object.keys(blocks).sort()).toEqual(expected);
    for (const [block, distance] of Object.entries(blocks)) expect(distance, block).toBeLessThan(1e-4);
    expect(scoreDifference).toBeLessThan(1e-3);
    expect(tensors.after).toBe(tensors.before);
  });
}

// TensorFlow.js' operations on WebGPU are only measured against.
for (const { backend, own, name } of runs.filter(({ backend, own }) => own || backend !== 'webgpu')) {
  test(`${name} holds no more after 300 frames than after 100`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend });
    const [first, second, third] = await call<object[]>(page, 'hold', backend, own, 300);
    expect(first).toMatchObject({ errors: [], ...(own && backend === 'webgpu' && { objects: 0, bytes: 0 }) });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });
}

test('webgl by our own programs gives the same answers where only half floats are rendered', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/golden/', backend: 'webgl' });
  const { blocks, expected, scoreDifference } = await call<GoldenResult>(
    page,
    'compare',
    'webgl',
    true,
    true,
  );
  expect(Object.keys(blocks).sort()).toEqual(expected);
  // The logit is a single number, in which errors do not average out.
  for (const [block, distance] of Object.entries(blocks))
    expect(distance, block).toBeLessThan(block.startsWith('classifier/') ? 2e-2 : 1e-2);
  expect(scoreDifference).toBeLessThan(1e-2);
  // Or the halves were none.
  expect(Math.max(...Object.values(blocks))).toBeGreaterThan(1e-4);
});

for (const scalar of ['f32', 'f16'] as const) {
  test(`every WebGL program agrees with double precision in ${scalar}`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend: 'webgl' });
    const distances = await call<Record<string, number>>(page, 'programs', scalar === 'f16');
    expect(Object.keys(distances).length).toBeGreaterThan(30);
    for (const [name, distance] of Object.entries(distances))
      expect(distance, name).toBeLessThan(LARGEST_DISTANCE[scalar]);
  });

  test(`WebGL programs keep what must hold of gradients and gates in ${scalar}`, async ({ openPage }) => {
    const page = await openPage({ path: '/golden/', backend: 'webgl' });
    const { constant, mirrored, shut, open } = await call<Properties>(page, 'properties', scalar === 'f16');
    // sqrt(1e-8), which is not lost where 1e-8 itself would be.
    for (const magnitude of constant) expect(magnitude).toBeCloseTo(1e-4, 6);
    expect(mirrored).toBeLessThan(LARGEST_DISTANCE[scalar]);
    expect(shut).toBeLessThan(1e-6);
    expect(open[0]).toBeLessThan(LARGEST_DISTANCE[scalar]);
    expect(open[1]).toBeGreaterThan(0.5);
  });
}

for (const backend of ['wasm', 'webgl', 'webgpu'] satisfies BackendName[]) {
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
    expect(distance, name).toBeLessThan(LARGEST_DISTANCE.f32);
  expect(errors).toEqual([]);
});

test('a frame on our own kernels is 28 dispatches and two for its crops, one submit, and allocates nothing', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/golden/', backend: 'webgpu' });
  const cost = await call<Counts>(page, 'frameCost');
  expect(cost).toEqual({ dispatches: 28 + 2, submits: 1, objects: 0, bytes: 0 });
});
