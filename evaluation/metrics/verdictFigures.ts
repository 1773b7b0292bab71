import type { NonResponse, VerdictFigures } from '../figures';
import type { ClipRecord, VerdictRecord } from '../records';
import { rate } from './clopperPearson';
import { apcerBySpecies } from './errorRates';
import { speciesOf } from './sample';
import { tally } from './tally';

/** A clip on which the product concluded, if only that it cannot tell. */
type Concluded = ClipRecord & { verdict: VerdictRecord };

/** The product's verdicts over all clips that could be judged. */
export function verdictFigures(records: readonly ClipRecord[]): VerdictFigures {
  const concluded = records.filter(
    (record): record is Concluded => record.error === undefined && record.verdict !== undefined,
  );
  const live = concluded.filter(({ clip }) => clip.label === 'live');
  const attacks = concluded.filter(({ clip }) => clip.label === 'attack');
  const answered = live.filter(hasAnswer);
  return {
    bpcer: rate(answered.filter(({ verdict }) => verdict.outcome === 'spoof').length, answered.length),
    apcer: apcerBySpecies(
      attacks.map((record) => ({
        species: speciesOf(record.clip),
        trial: hasAnswer(record),
        error: record.verdict.outcome === 'live',
      })),
    ),
    nonResponse: nonResponses(live, attacks),
  };
}

function hasAnswer({ verdict }: Concluded): boolean {
  return verdict.outcome !== 'inconclusive';
}

/** Bona fide first, then the species by name; groups without clips are left out. */
function nonResponses(live: readonly Concluded[], attacks: readonly Concluded[]): NonResponse[] {
  const species = [...new Set(attacks.map(({ clip }) => speciesOf(clip)))].sort();
  return [
    { group: 'live', clips: live },
    ...species.map((group) => ({
      group,
      clips: attacks.filter(({ clip }) => speciesOf(clip) === group),
    })),
  ]
    .filter(({ clips }) => clips.length > 0)
    .map(({ group, clips }) => {
      const unanswered = clips.filter((record) => !hasAnswer(record));
      return { group, rate: rate(unanswered.length, clips.length), reasons: tally(unanswered.map(reasonOf)) };
    });
}

/** What kept the product from answering: where no window came about, what the quality gate objected to most. */
function reasonOf({ frames, windows, verdict }: Concluded): string {
  if (windows.length > 0) return verdict.reason;
  if (frames.every(({ faces }) => faces === 0)) return 'no-face';
  const hints = tally(frames.flatMap(({ hint }) => (hint === undefined ? [] : [hint])));
  // Of hints that are equally common the first by name.
  const [commonest] = Object.entries(hints).sort(([, a], [, b]) => b - a);
  return commonest?.[0] ?? verdict.reason;
}
