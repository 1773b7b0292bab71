import { expect, it } from 'vitest';
import { serve } from './serve.mjs';

it('sends the address alone to the demo, with its query', async () => {
  const server = await serve({});
  try {
    const { headers } = await fetch(`${server.url}/?start&once`, { redirect: 'manual' });
    expect(headers.get('location')).toBe('/demo/?start&once');
  } finally {
    await server.close();
  }
});
