import { expect, it, vi } from 'vitest';
import type { FromWorker, ToWorker } from '../session/protocol';

vi.mock('./loadEngine', () => ({ loadEngine: () => Promise.resolve({ model: {} }) }));
vi.mock('./evidenceEngine', () => {
  throw new TypeError('Failed to fetch dynamically imported module');
});

it('names the file of a check with a session that a host lacks, instead of blaming the device', async () => {
  const posted: FromWorker[] = [];
  const worker: {
    onmessage?: (event: { data: ToWorker }) => void;
    postMessage: (message: FromWorker) => void;
  } = {
    postMessage: (message) => posted.push(message),
  };
  vi.stubGlobal('self', worker);
  await import('./worker');
  const base = 'https://example.org/';
  worker.onmessage?.({
    data: { type: 'open', base, backend: undefined, remembered: undefined, evidenceAfter: 300 },
  });
  await vi.waitFor(() => expect(posted.at(-1)).toMatchObject({ type: 'error' }));
  expect(posted.at(-1)).toMatchObject({
    code: 'ASSET_MISSING',
    message: expect.stringMatching(/folder backends/) as string,
  });
});
