import type { Figures } from '../figures';

/**
 * For clips none of which says who is shown: what is computed over subjects would be over clips, and pass for a word about
 * people. It is left out.
 */
export function withoutSubjects(figures: Figures): Figures {
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
