import { expect, it, vi } from 'vitest';
import { DepthproofError } from '../errors';
import { EngineClient, type EngineListener, type Opened } from './engineClient';
import { RecoveringEngine, type RecoveringListener } from './recoveringEngine';

vi.mock('./engineClient', () => ({ EngineClient: vi.fn() }));

it('fails with the loss where no other worker may start', async () => {
  let client: EngineListener | undefined;
  vi.mocked(EngineClient).mockImplementationOnce(function (_, listener) {
    client = listener;
    return { open: () => Promise.resolve({} as Opened) } as unknown as EngineClient;
  });
  const cause = new DepthproofError('INVALID_OPTION', 'The worker cannot be started.');
  vi.mocked(EngineClient).mockImplementationOnce(function () {
    throw cause;
  });
  const failed = vi.fn();
  const engine = new RecoveringEngine(new URL('https://example.org/'), {
    failed,
  } as unknown as RecoveringListener);
  await engine.open({});
  client?.failed(new DepthproofError('BACKEND_LOST', 'In the middle of the check the GPU crashed.'));
  expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'BACKEND_LOST', cause }));
});
