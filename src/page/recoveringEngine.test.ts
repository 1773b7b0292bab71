import { expect, it, vi } from 'vitest';
import { DepthproofError } from '../errors';
import { EngineClient, type EngineListener, type Opened } from './engineClient';
import { RecoveringEngine, type RecoveringListener } from './recoveringEngine';

vi.mock('./engineClient', () => ({ EngineClient: vi.fn() }));

/** The next client opens as `opening` does. Returns what it tells its listener. */
function nextClient(opening: Promise<Opened>): { failed: EngineListener['failed'] } {
  const client = { failed: (error: DepthproofError): void => void error };
  vi.mocked(EngineClient).mockImplementationOnce(function (_, listener) {
    client.failed = (error) => listener.failed(error);
    return { open: () => opening } as unknown as EngineClient;
  });
  return client;
}

/** Opens an engine, and has its GPU crash. */
async function lost(first: { failed: EngineListener['failed'] }): Promise<RecoveringListener['failed']> {
  const listener = { deviceLost: vi.fn(), failed: vi.fn() } as unknown as RecoveringListener;
  const failed = vi.spyOn(listener, 'failed');
  await new RecoveringEngine(new URL('https://example.org/'), listener).open({});
  first.failed(new DepthproofError('BACKEND_LOST', 'In the middle of the check the GPU crashed.'));
  return failed;
}

it('fails with the loss where no other worker may start', async () => {
  const first = nextClient(Promise.resolve({} as Opened));
  const cause = new DepthproofError('INVALID_OPTION', 'The worker cannot be started.');
  vi.mocked(EngineClient).mockImplementationOnce(function () {
    throw cause;
  });
  const failed = await lost(first);
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'BACKEND_LOST', cause }));
});

it('fails with the loss where the other worker hangs', async () => {
  const first = nextClient(Promise.resolve({} as Opened));
  const second = nextClient(new Promise(() => undefined));
  const failed = await lost(first);
  expect(failed).not.toHaveBeenCalled();
  const cause = new DepthproofError('ENGINE_FAILED', 'The worker gave no answer for 160 s.');
  second.failed(cause);
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'BACKEND_LOST', cause }));
});
