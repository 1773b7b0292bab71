import type { NonResponse, VerdictFigures } from '../figures';
import type { ClipRecord, VerdictRecord } from '../records';
import { rate } from './clopperPearson';
import { apcerBySpecies, tally } from './errorRates';
import { speciesOf } from './sample';

/** A clip with a verdict, be it inconclusive. */
type Concluded = ClipRecord & { verdict: VerdictRecord };

/** Returns the figures of the product's verdicts over all clips that could be judged. */
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

/** Returns bona fide first, then the species by name; groups without clips are left out. */
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
      const silent = clips.filter((record) => !hasAnswer(record));
      return { group, rate: rate(silent.length, clips.length), reasons: tally(silent.map(reasonOf)) };
    });
}

/** Returns what kept the product from an answer: without a window, the quality gate's most common objection. */
function reasonOf({ frames, windows, verdict }: Concluded): string {
  if (windows.length > 0) return verdict.reason;
  if (frames.every(({ faces }) => faces === 0)) return 'no-face';
  const hints = tally(frames.flatMap(({ hint }) => (hint === undefined ? [] : [hint])));
  // The first by name of hints that are equally common.
  const [commonest] = Object.entries(hints).sort(([, a], [, b]) => b - a);
  return commonest?.[0] ?? verdict.reason;
}
