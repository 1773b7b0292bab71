import { expect, it } from 'vitest';
import { runParallel } from './runParallel';

it('begins nothing more where a lane fails, and waits for what was begun', async () => {
  const done: number[] = [];
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const lane = async (item: number) => {
    if (item === 1) throw new Error('disk full');
    await slow;
    done.push(item);
  };
  setTimeout(finish);
  await expect(runParallel([0, 1, 2, 3, 4], [lane, lane])).rejects.toThrow('disk full');
  expect(done).toEqual([0]);
});
