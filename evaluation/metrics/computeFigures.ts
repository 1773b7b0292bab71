import type { Figures, Unit } from '../figures';
import type { Evaluation } from '../records';
import { samplesOf } from './sample';
import { sliceFigures } from './sliceFigures';
import { fixedThreshold, systemsOf } from './system';
import { systemFigures } from './systemFigures';
import { verdictFigures } from './verdictFigures';

const UNITS: readonly Unit[] = ['window', 'clip', 'subject'];

/**
 * All figures of an evaluation. The same records give the same figures, to the last digit. Systems are judged on the
 * product's windows only, so that all see the same frames and boxes. Clips with an `error` count nowhere.
 */
export function computeFigures({ provenance, records }: Evaluation): Figures {
  return {
    systems: systemsOf(provenance).flatMap((system) =>
      UNITS.map((unit) =>
        systemFigures(system, unit, samplesOf(records, system, unit), fixedThreshold(provenance, system)),
      ),
    ),
    verdicts: verdictFigures(records),
    slices: sliceFigures(records),
  };
}
