import type { Reason, Verdict } from 'depthproof';
import { element } from './element';

const pending = 'Once a face is in view and the frames are good, this takes about a second.';

const reasonTexts: Record<Reason, string> = {
  confident: 'confident windows',
  'time-limit': 'time limit',
  'source-ended': 'end of the clip',
};

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
    this.#write('none yet', pending, '–', '–', '–');
  }

  #write(outcome: string, why: string, probability: string, reason: string, milliseconds: string): void {
    this.#outcome.textContent = outcome;
    this.#explanation.textContent = why;
    this.#probability.textContent = probability;
    this.#reason.textContent = reason;
    this.#milliseconds.textContent = milliseconds;
  }
}

/** Explains a verdict in one sentence to someone who has never heard of depth networks. */
export function explanation({ outcome, probability }: Verdict): string {
  switch (outcome) {
    case 'live':
      return 'To the network these windows look like a real face in front of the camera.';
    case 'spoof':
      return 'To the network these windows look like a print or a screen.';
    case 'inconclusive':
      return probability === undefined
        ? 'No window could be scored in time: the face was not steadily in view, or the device is busy.'
        : 'The windows were not clear enough in time. Better light or a steadier face may help.';
  }
}
