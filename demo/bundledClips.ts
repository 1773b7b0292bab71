import type { Verdict } from 'depthproof';
import { element } from './element';
import type { Source } from './parameters';

/** The clips that are shown side by side, in the order in which they are judged. */
export const shownClips = ['live', 'print', 'replay'] as const;

/** The stills of the bundled clips, each with the last verdict on it. */
export class BundledClips {
  /** Writes a verdict below the still of its clip, where the source has one. */
  judged(source: Source, { outcome, probability }: Pick<Verdict, 'outcome' | 'probability'>): void {
    const clip = shownClips.find((name) => name === source);
    if (!clip) return;
    const line = element(`judged-${clip}`, HTMLElement);
    line.dataset.judged = outcome;
    line.textContent = probability === undefined ? outcome : `${outcome}, ${probability.toFixed(3)}`;
  }
}
