import type { VerdictFigures, VerdictShares } from '../figures';
import type { ClipRecord, VerdictRecord } from '../records';
import { rate } from './clopperPearson';
import { tally, worstFirst } from './errorRates';
import { speciesOf } from './sample';

/** A clip with a verdict, be it inconclusive. */
export type Concluded = ClipRecord & { verdict: VerdictRecord };

/** Returns the figures of the product's verdicts over all clips that could be judged. */
export function verdictFigures(records: readonly ClipRecord[]): VerdictFigures {
  const concluded = records.filter(isConcluded);
  const attacks = concluded.filter(({ clip }) => clip.label === 'attack');
  const species = [...new Set(attacks.map(({ clip }) => speciesOf(clip)))].sort();
  return {
    bonaFide: sharesOf(
      'bona fide',
      concluded.filter(({ clip }) => clip.label === 'live'),
    ),
    attacks: sharesOf('all attacks', attacks),
    species: species
      .map((name) =>
        sharesOf(
          name,
          attacks.filter(({ clip }) => speciesOf(clip) === name),
        ),
      )
      .sort((a, b) => worstFirst(a.letIn, b.letIn)),
  };
}

export function isConcluded(record: ClipRecord): record is Concluded {
  return record.error === undefined && record.verdict !== undefined;
}

function sharesOf(group: string, clips: readonly Concluded[]): VerdictShares {
  const having = (outcome: VerdictRecord['outcome']) =>
    clips.filter(({ verdict }) => verdict.outcome === outcome);
  const [letIn, turnedAway, unanswered] = [having('live'), having('spoof'), having('inconclusive')];
  const answered = letIn.length + turnedAway.length;
  const wrong = [...letIn, ...turnedAway].filter(isWrong).length;
  return {
    group,
    letIn: rate(letIn.length, clips.length),
    turnedAway: rate(turnedAway.length, clips.length),
    noAnswer: rate(unanswered.length, clips.length),
    errors: rate(wrong, answered),
    whyNoAnswer: tally(unanswered.map(whyNoAnswer)),
  };
}

/** Whether an attack was let in or a bona fide turned away. */
export function isWrong({ clip, verdict }: Concluded): boolean {
  return verdict.outcome !== 'inconclusive' && (verdict.outcome === 'live') !== (clip.label === 'live');
}

/** Returns what kept the product from an answer: without a window, the quality gate's most common objection. */
export function whyNoAnswer({ frames, windows, verdict }: Concluded): string {
  if (windows.length > 0) return verdict.ending;
  if (frames.every(({ faces }) => faces === 0)) return 'no-face';
  const hints = tally(frames.flatMap(({ hint }) => (hint === undefined ? [] : [hint])));
  // The first by name of hints that are equally common.
  const [commonest] = Object.entries(hints).sort(([, a], [, b]) => b - a);
  return commonest?.[0] ?? verdict.ending;
}
