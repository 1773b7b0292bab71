import { describe, expect, it } from 'vitest';
import { EventStream } from './eventStream';

async function collect<T>(stream: EventStream<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

describe('EventStream', () => {
  it('gives what was pushed before and during iteration, then ends', async () => {
    const stream = new EventStream<number>();
    stream.push(1);
    const collected = collect(stream);
    await Promise.resolve();
    stream.push(2);
    stream.end();
    stream.push(3);
    expect(await collected).toEqual([1, 2]);
  });

  it('throws the error after the events that wait', async () => {
    const stream = new EventStream<number>();
    stream.push(1);
    stream.end({ error: new Error('gone') });
    stream.end();
    const iterator = stream[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ value: 1, done: false });
    await expect(iterator.next()).rejects.toThrow('gone');
  });

  it('does not grow without end when nobody reads', async () => {
    const stream = new EventStream<number>();
    for (let index = 0; index < 5000; index++) stream.push(index);
    stream.end();
    const events = await collect(stream);
    expect(events.length).toBeLessThanOrEqual(1000);
    expect(events.at(-1)).toBe(4999);
  });
});
