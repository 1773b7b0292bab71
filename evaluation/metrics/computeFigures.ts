import type { Figures, Unit } from '../figures';
import type { Evaluation } from '../records';
import { samplesOf } from './sample';
import { sliceFigures } from './sliceFigures';
import { fixedThreshold, systemsOf } from './system';
import { systemFigures } from './systemFigures';
import { verdictFigures } from './verdictFigures';
import { withoutSubjects } from './withoutSubjects';

const UNITS: readonly Unit[] = ['window', 'clip', 'subject'];

/**
 * All figures of an evaluation. The same records give the same figures, to the last digit. Systems are judged on the
 * product's windows only, so that all see the same frames and boxes. Clips with an `error` count nowhere. Where no clip
 * states its subject there is nothing over subjects.
 */
export function computeFigures({ provenance, records }: Evaluation): Figures {
  const figures = {
    systems: systemsOf(provenance).flatMap((system) =>
      UNITS.map((unit) =>
        systemFigures(system, unit, samplesOf(records, system, unit), fixedThreshold(provenance, system)),
      ),
    ),
    verdicts: verdictFigures(records),
    slices: sliceFigures(records),
  };
  const subjectsStated = records.some(({ clip, error }) => error === undefined && clip.subject !== undefined);
  return subjectsStated || records.length === 0 ? figures : withoutSubjects(figures);
}
