import { describe, expect, it } from 'vitest';
import type { ClipRecord, Label } from '../records';
import { clipRecord, evaluationOf, frame, scoredClip, verdict } from '../testing/records';
import { rate } from './clopperPearson';
import { peerVerdicts } from './peerVerdicts';

const systems = {
  peer: { name: 'Peer', about: 'judges single frames', threshold: 0.5 },
  measure: { name: 'Measure', about: 'has no threshold' },
};

/** A clip of two windows, of whose frames the peer gives these scores. */
function clip(id: string, label: Label, first: number, second: number): ClipRecord {
  const record = scoredClip({ id, label, ...(label === 'attack' && { species: 'print' }) }, [0.9, 0.9]);
  const score = (index: number) => (index <= (record.windows[0]?.last ?? 0) ? first : second);
  return { ...record, frames: record.frames.map((_, index) => frame({ scores: { peer: score(index) } })) };
}

describe('peerVerdicts', () => {
  it('decides by the mean over the windows, from the threshold on', () => {
    const records = [clip('a', 'live', 0.2, 0.8), clip('b', 'live', 0.2, 0.7), clip('c', 'attack', 0.9, 0.4)];
    expect(peerVerdicts(evaluationOf(records, systems))).toEqual([
      {
        system: 'peer',
        bonaFide: { letIn: rate(1, 2), turnedAway: rate(1, 2), noAnswer: rate(0, 2) },
        attacks: { letIn: rate(1, 1), turnedAway: rate(0, 1), noAnswer: rate(0, 1) },
      },
    ]);
  });

  it('has no answer without a window, and leaves out what could not be judged', () => {
    const records = [
      clipRecord({ id: 'a', label: 'live' }, { verdict: verdict('inconclusive') }),
      clipRecord({ id: 'b', label: 'attack', species: 'print' }, { error: 'no such file' }),
    ];
    const [peer] = peerVerdicts(evaluationOf(records, systems));
    expect(peer?.bonaFide).toEqual({ letIn: rate(0, 1), turnedAway: rate(0, 1), noAnswer: rate(1, 1) });
    expect(peer?.attacks.letIn).toEqual({ errors: 0, trials: 0 });
  });
});
