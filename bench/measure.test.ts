import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contender } from './contenders';
import { measure, type Entry } from './measure';
import { told } from './report';

const machine = {
  device: undefined,
  adapter: undefined,
  features: [],
  renderer: undefined,
  platform: 'a test',
};

/** Takes `time` milliseconds for each of its first `frames`, and answers no further one. */
function contender(time: number, frames = Infinity): Contender {
  let left = frames;
  return {
    push: () => Promise.resolve(),
    answer: async () => {
      await new Promise((resolve) => setTimeout(resolve, time));
      if (left-- <= 0) throw new Error('the context was lost');
    },
  };
}

function entry(name: string, made: Contender, more: Partial<Entry> = {}): Entry {
  return { name, backend: 'webgl', open: () => Promise.resolve(made), ...more };
}

async function measured(rounds: number, ...entries: Entry[]) {
  const measuring = measure({ model: 'any', machine, entries, rounds });
  await vi.runAllTimersAsync();
  return measuring;
}

describe('measure', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes on without a contender that fails in a round', async () => {
    // The first frame is the one that compiles.
    const failing = entry('fails', contender(1, 2));
    const { rows, missing } = await measured(
      3,
      entry('first', contender(2)),
      failing,
      entry('last', contender(3)),
    );
    expect(missing).toEqual([{ name: 'fails', reason: 'the context was lost' }]);
    expect(rows.map(({ name, milliseconds }) => [name, milliseconds.length])).toEqual([
      ['first', 3],
      ['last', 3],
    ]);
  });

  it('ends in time, with one frame at least, and names whom it did not wait for', async () => {
    const entries = [entry('quick', contender(20)), entry('never', contender(1e9))];
    const measuring = measure({ model: 'any', machine, entries, rounds: 3, limit: 1000 });
    await vi.runAllTimersAsync();
    const { rows, missing } = await measuring;
    expect(missing).toEqual([{ name: 'never', reason: 'no first frame in time' }]);
    expect(rows.map(({ name, milliseconds }) => [name, milliseconds.length])).toEqual([['quick', 1]]);
  });

  it('holds a row against ours on its backend', async () => {
    const report = await measured(
      1,
      entry('slow', contender(40), { ours: true }),
      entry('quick', contender(20), { ours: true }),
      entry('other', contender(60)),
      entry('elsewhere', contender(60), { backend: 'wasm' }),
    );
    const { head, rows } = told(report).contenders;
    const ratio = head.indexOf('against ours on its backend');
    expect(rows.map((row) => row[ratio])).toEqual(['2 x', '1 x', '3 x', '']);
  });
});
