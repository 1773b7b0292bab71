import type { Ending, Reason, Verdict } from 'depthproof';
import { reasonSentences } from '../evaluation/report/reasonWords';
import { element } from './element';

const pending = 'Once a face is in view and the frames are good, this takes about a second.';

export const endings: Record<Ending, string> = {
  confident: 'reaching a threshold',
  limit: 'the limit of windows or time',
  'source-ended': 'the end of the clip',
};

/** The verdict in large letters. Its colour follows the root element's `data-outcome`. */
export class VerdictBanner {
  readonly #outcome = element('outcome', HTMLElement);
  readonly #explanation = element('explanation', HTMLElement);
  readonly #probability = element('probability', HTMLElement);
  readonly #ending = element('ending', HTMLElement);
  readonly #milliseconds = element('milliseconds', HTMLElement);

  show(verdict: Pick<Verdict, 'outcome' | 'probability' | 'ending' | 'milliseconds'> & Explained): void {
    this.#write(
      verdict.outcome,
      explanation(verdict),
      verdict.probability?.toFixed(3) ?? 'not measured',
      endings[verdict.ending],
      verdict.milliseconds === undefined ? 'not measured' : `${verdict.milliseconds.toFixed(0)} ms`,
    );
  }

  clear(): void {
    this.#write('none yet', pending, '–', '–', '–');
  }

  #write(outcome: string, why: string, probability: string, ending: string, milliseconds: string): void {
    this.#outcome.textContent = outcome;
    this.#explanation.textContent = why;
    this.#probability.textContent = probability;
    this.#ending.textContent = ending;
    this.#milliseconds.textContent = milliseconds;
  }
}

interface Explained {
  reasons: readonly Pick<Reason, 'code'>[];
}

/** Returns what weighed most, as a sentence. */
export function explanation({ reasons }: Explained): string {
  return reasonSentences[reasons[0]?.code ?? 'undecided'];
}
