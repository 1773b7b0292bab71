import type { Outcomes, PeerVerdicts } from '../figures';
import type { Evaluation, Label } from '../records';
import { rate } from './clopperPearson';
import { samplesOf } from './sample';
import { fixedThreshold, PRODUCT, systemsOf } from './system';
import { isConcluded } from './verdictFigures';

/** Returns what each peer with a fixed threshold would answer, over the clips that the product has verdicts on. */
export function peerVerdicts({ provenance, records }: Evaluation): PeerVerdicts[] {
  const concluded = records.filter(isConcluded);
  return systemsOf(provenance).flatMap((system): PeerVerdicts[] => {
    const threshold = fixedThreshold(provenance, system);
    if (system === PRODUCT || threshold === undefined) return [];
    const samples = samplesOf(concluded, system, 'clip');
    const outcomesOf = (label: Label): Outcomes => {
      const clips = concluded.filter(({ clip }) => clip.label === label).length;
      const scores = samples.filter((sample) => sample.label === label).map(({ score }) => score);
      const letIn = scores.filter((score) => score >= threshold).length;
      return {
        letIn: rate(letIn, clips),
        turnedAway: rate(scores.length - letIn, clips),
        noAnswer: rate(clips - scores.length, clips),
      };
    };
    return [{ system, bonaFide: outcomesOf('live'), attacks: outcomesOf('attack') }];
  });
}
