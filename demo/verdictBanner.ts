import type { Verdict } from 'depthproof';
import { element } from './element';
import { explanation, reasonTexts } from './verdictTexts';

const notYet = 'Once a face is in view and the frames are good, this takes about a second.';

/** The verdict in large letters. Its colour follows the root element's `data-outcome`. */
export class VerdictBanner {
  readonly #outcome = element('outcome', HTMLElement);
  readonly #explanation = element('explanation', HTMLElement);
  readonly #probability = element('probability', HTMLElement);
  readonly #reason = element('reason', HTMLElement);
  readonly #milliseconds = element('milliseconds', HTMLElement);

  show(verdict: Verdict): void {
    this.#write(
      verdict.outcome,
      explanation(verdict),
      verdict.probability?.toFixed(3) ?? 'not measured',
      reasonTexts[verdict.reason],
      verdict.milliseconds === undefined ? 'not measured' : `${verdict.milliseconds.toFixed(0)} ms`,
    );
  }

  clear(): void {
    this.#write('none yet', notYet, '–', '–', '–');
  }

  #write(outcome: string, why: string, probability: string, reason: string, milliseconds: string): void {
    this.#outcome.textContent = outcome;
    this.#explanation.textContent = why;
    this.#probability.textContent = probability;
    this.#reason.textContent = reason;
    this.#milliseconds.textContent = milliseconds;
  }
}
