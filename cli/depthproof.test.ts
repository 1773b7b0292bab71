import { afterEach, expect, it, vi } from 'vitest';
import { copyAssets } from './assets';

vi.mock('./assets', () => ({ copyAssets: vi.fn(() => Promise.resolve([])) }));

const { argv, exitCode } = process;
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});

it('takes no option for the folder of assets, but prints how to call it', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  process.argv = ['node', 'depthproof', 'assets', '--help'];
  await import('./depthproof');
  expect(copyAssets).not.toHaveBeenCalled();
  expect(log.mock.calls.join()).toContain('depthproof assets <folder>');
});
