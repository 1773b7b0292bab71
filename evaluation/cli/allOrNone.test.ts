import { expect, it } from 'vitest';
import { allOrNone } from './allOrNone';

it('begins nothing more where a lane fails, and waits for what was begun', async () => {
  const queue = [0, 1, 2, 3, 4];
  const done: number[] = [];
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (item === 1) throw new Error('disk full');
      await slow;
      done.push(item);
    }
  };
  setTimeout(finish);
  await expect(allOrNone(queue, [lane(), lane()])).rejects.toThrow('disk full');
  expect(done).toEqual([0]);
});
