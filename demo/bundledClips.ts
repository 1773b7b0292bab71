import type { Verdict } from 'depthproof';
import { element } from './element';
import type { Source } from './parameters';

/** The clips that are shown side by side, in the order in which they are judged. */
export const shownClips = ['live', 'print', 'replay'] as const;

/** Writes a verdict below the still of its clip, where the source has one. */
export function showBelowStill(
  source: Source,
  { outcome, probability }: Pick<Verdict, 'outcome' | 'probability'>,
): void {
  const clip = shownClips.find((name) => name === source);
  if (!clip) return;
  const line = element(`judged-${clip}`, HTMLElement);
  line.dataset.judged = outcome;
  line.textContent = probability === undefined ? outcome : `${outcome}, ${probability.toFixed(3)}`;
}
