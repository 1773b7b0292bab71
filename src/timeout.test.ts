import { describe, expect, it } from 'vitest';
import { unlessAborted } from './timeout';

const never = new Promise<never>(() => undefined);
const reason = new Error('closed');

describe('unlessAborted', () => {
  it('passes on what the promise brings', async () => {
    const { signal } = new AbortController();
    const refusal = new Error('refused');
    await expect(unlessAborted(Promise.resolve(7), signal)).resolves.toBe(7);
    await expect(unlessAborted(Promise.reject(refusal), signal)).rejects.toBe(refusal);
    await expect(unlessAborted(Promise.resolve(7), undefined)).resolves.toBe(7);
  });

  it('rejects with the reason of an abort before or during the wait', async () => {
    await expect(unlessAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 10);
    await expect(unlessAborted(never, controller.signal)).rejects.toBe(reason);
  });
});
