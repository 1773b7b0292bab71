import type { EvidenceKind } from '../../src/network/evidence';
import { countedWindows } from '../metrics/sample';
import type { ClipRecord, Provenance } from '../records';
import { htmlTable } from './htmlTable';
import { counted, decimal, seconds, signed } from './numbers';
import { markup, type Markup } from './markup';

const KINDS: readonly EvidenceKind[] = ['texture', 'surroundings', 'rigidity', 'steadiness', 'depth'];

/** Returns the kinds of evidence that the model weighs. */
export function kindsOf({ model }: Provenance): EvidenceKind[] {
  return KINDS.filter((kind) => model.evidence[kind] !== undefined);
}

/** Returns what each kind of evidence adds to the log odds of each window of a clip, to be unfolded; nothing without windows. */
export function evidenceOf(record: ClipRecord, provenance: Provenance): Markup | undefined {
  const windows = countedWindows(record);
  if (windows.length === 0) return undefined;
  const kinds = kindsOf(provenance);
  const table = htmlTable(
    'Log odds of a real face, weighed',
    [{ heading: 'Window', text: true }, ...kinds.map((heading) => ({ heading })), { heading: 'Probability' }],
    windows.map(({ first, evidence, probability }) => [
      seconds(record.frames[first]?.time),
      ...kinds.map((kind) => signed((provenance.model.evidence[kind]?.weight ?? NaN) * (evidence[kind] ?? NaN))),
      decimal(probability),
    ]),
  );
  return markup`<details><summary>${counted(windows.length, 'window')}</summary>${table}</details>`;
}
