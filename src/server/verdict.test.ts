import { expect, it } from 'vitest';
import type { WindowOutput } from '../network/evidence';
import { shipped } from './testing/shipped';
import { verdictOf } from './verdict';

const output = (score: number, logOdds: number) =>
  ({
    score,
    evidence: { texture: logOdds, surroundings: logOdds, rigidity: logOdds },
  }) as unknown as WindowOutput;

it.each([
  [0.999, 4, 'live'],
  [0.5, 0, 'inconclusive'],
  [0.001, -4, 'spoof'],
] as const)('takes a window of score %f for %s by the rule of the browser', (score, logOdds, outcome) => {
  const verdict = verdictOf(output(score, logOdds), shipped);
  expect(verdict.outcome).toBe(outcome);
  expect(verdict.probability).toBeGreaterThanOrEqual(0);
  expect(verdict.probability).toBeLessThanOrEqual(1);
});

it('names what speaks against a window, as codes', () => {
  const { reasons } = verdictOf(output(0.001, -4), shipped);
  expect(reasons.length).toBeGreaterThan(0);
  for (const reason of reasons) expect(reason).toMatch(/^[a-z-]+$/);
});
