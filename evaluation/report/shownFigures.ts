import type { Figures } from '../figures';
import type { Evaluation } from '../records';

/**
 * Figures as a report may show them. Where no clip says who is shown, what is computed over subjects is over clips, and
 * would pass for a word about people: it is left out.
 */
export function shownFigures({ records }: Evaluation, figures: Figures): Figures {
  if (records.some(({ clip, error }) => error === undefined && clip.subject !== undefined)) return figures;
  const systems = figures.systems
    .filter(({ unit }) => unit !== 'subject')
    .map((system) => ({
      ...system,
      auc: { value: system.auc.value },
      eer: { value: system.eer.value },
      operatingPoints: system.operatingPoints.map((point) => ({
        ...point,
        bpcerInterval: {},
        worstApcerInterval: {},
      })),
    }));
  return { ...figures, systems };
}
