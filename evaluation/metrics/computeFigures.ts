import type { Figures, Unit } from '../figures';
import type { Evaluation } from '../records';
import { peerVerdicts } from './peerVerdicts';
import { samplesOf } from './sample';
import { sliceFigures } from './sliceFigures';
import { fixedThreshold, systemsOf } from './system';
import { systemFigures } from './systemFigures';
import { verdictFigures } from './verdictFigures';

const UNITS: readonly Unit[] = ['window', 'clip', 'subject'];

/**
 * Returns all figures of an evaluation. The same records give the same figures, to the last digit. Systems are compared
 * on the product's windows only, so that all see the same frames and boxes. Clips with an `error` count nowhere. If no
 * clip states its subject, there are no figures over subjects.
 */
export function computeFigures({ provenance, records }: Evaluation): Figures {
  const figures = {
    systems: systemsOf(provenance).flatMap((system) =>
      UNITS.map((unit) =>
        systemFigures(system, unit, samplesOf(records, system, unit), fixedThreshold(provenance, system)),
      ),
    ),
    verdicts: verdictFigures(records),
    peers: peerVerdicts({ provenance, records }),
    slices: sliceFigures(records),
  };
  const subjectsStated = records.some(({ clip, error }) => error === undefined && clip.subject !== undefined);
  return subjectsStated || records.length === 0 ? figures : withoutSubjects(figures);
}

/** Leaves out the figures over subjects: computed over clips, they would pass for a statement about people. */
function withoutSubjects(figures: Figures): Figures {
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
