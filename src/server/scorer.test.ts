import { expect, it } from 'vitest';
import { Scorer } from './scorer';
import { framesOf } from './testing/evidence';
import { files } from './testing/openTestServer';

it('gives the windows of the demo clips their scores, the same ones each time', async () => {
  const scorer = await Scorer.open(files);
  const scores = [];
  for (const name of ['live', 'print', 'replay', 'live'] as const)
    scores.push((await scorer.score(framesOf(name))).score);
  const [live = NaN, print = NaN, replay = NaN, again] = scores;
  expect(live).toBeGreaterThan(print);
  expect(live).toBeGreaterThan(replay);
  expect(again).toBe(live);
}, 60_000);
