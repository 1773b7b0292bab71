import { expect, it } from 'vitest';

it('can be imported where there is no page, as on a server that renders one', async () => {
  const { depthproof } = await import('./module');
  expect(depthproof.getResponse('depthproof-1')).toBe('');
});
