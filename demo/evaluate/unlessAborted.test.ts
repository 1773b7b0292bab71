import { expect, it } from 'vitest';
import { unlessAborted } from './unlessAborted';

it('gives the value, and the error, of the promise', async () => {
  const { signal } = new AbortController();
  await expect(unlessAborted(signal, Promise.resolve(1))).resolves.toBe(1);
  await expect(unlessAborted(signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('ends with the signal, though the promise never does', async () => {
  const running = new AbortController();
  const never = unlessAborted(running.signal, new Promise(() => undefined));
  running.abort(new Error('enough'));
  await expect(never).rejects.toThrow('enough');
  await expect(unlessAborted(running.signal, Promise.resolve(1))).rejects.toThrow('enough');
});
