import { expect, it } from 'vitest';
import { Scorer } from './scorer';
import { frameTimes } from './testing/shipped';
import { windowOf } from './testing/windows';
import { files } from './testing/openTestServer';

it('gives the windows of the demo clips their scores, the same ones each time', async () => {
  const windows = [];
  // Before the scorer, since one thread has one network.
  for (const name of ['live', 'print', 'replay', 'live'] as const) windows.push(await windowOf(name));
  const scorer = await Scorer.open(files);
  const scores = [];
  for (const { frames } of windows) scores.push((await scorer.score({ frames, times: frameTimes(0) })).score);
  const [live = NaN, print = NaN, replay = NaN, again] = scores;
  expect(live).toBeGreaterThan(print);
  expect(live).toBeGreaterThan(replay);
  expect(again).toBe(live);
  expect(scores).toEqual(windows.map(({ score }) => score));
}, 60_000);
