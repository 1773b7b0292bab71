import type { Unit } from '../figures';
import type { Clip, ClipRecord, Label, WindowRecord } from '../records';
import { PRODUCT } from './system';

interface Scored {
  /** Higher = more likely bona fide; the scale is the system's own. */
  score: number;
  subject: string;
  /** Absent where several clips count as one. */
  clip?: string;
}

export interface BonaFide extends Scored {
  label: Extract<Label, 'live'>;
}

export interface Attack extends Scored {
  label: Extract<Label, 'attack'>;
  species: string;
}

/** One trial, with a system's score for it. */
export type Sample = BonaFide | Attack;

/** Returns the name of an attack's species. */
export function speciesOf({ species = 'unknown' }: Clip): string {
  return species;
}

/** Returns the windows that count: those of clips that were judged to their end. */
export function countedWindows({ windows, error }: ClipRecord): WindowRecord[] {
  // JSON turns a number that is not finite into null.
  return error === undefined ? windows.filter(({ probability }) => Number.isFinite(probability)) : [];
}

/** Returns whom a clip counts for: itself if it states no subject. */
function subjectOf({ subject, id }: Clip): string {
  return subject ?? id;
}

/**
 * Returns a system's samples, in the order of the records. Clips that could not be judged to their end have none, nor have
 * windows in which the system scored no frame.
 */
export function samplesOf(records: readonly ClipRecord[], system: string, unit: Unit): Sample[] {
  const windows = records
    .filter(({ error }) => error === undefined)
    .flatMap((record) => windowSamples(record, system));
  switch (unit) {
    case 'window':
      return windows;
    case 'clip':
      return means(windows, ({ clip }) => clip ?? '');
    case 'subject':
      // A subject's attacks of each species count by themselves, apart from the subject's own face.
      return means(windows, (sample) =>
        JSON.stringify([sample.subject, sample.label, sample.label === 'attack' && sample.species]),
      ).map((sample) => ({ ...sample, clip: undefined }));
  }
}

function windowSamples(record: ClipRecord, system: string): Sample[] {
  const { clip } = record;
  return record.windows.flatMap((window): Sample[] => {
    const score = system === PRODUCT ? window.probability : meanOverFrames(record, window, system);
    // JSON turns a number that is not finite into null.
    if (score === undefined || !Number.isFinite(score)) return [];
    const scored = { score, subject: subjectOf(clip), clip: clip.id };
    return clip.label === 'live'
      ? [{ ...scored, label: 'live' }]
      : [{ ...scored, label: 'attack', species: speciesOf(clip) }];
  });
}

/** Returns the mean over the frames of the window that the system scored; `undefined` if it scored none. */
export function meanOverFrames(
  { frames }: ClipRecord,
  window: WindowRecord,
  system: string,
): number | undefined {
  const scores = frames.slice(window.first, window.last + 1).flatMap((frame) => {
    const score = frame.scores[system];
    return score !== undefined && Number.isFinite(score) ? [score] : [];
  });
  return scores.length === 0 ? undefined : mean(scores);
}

/** Returns one sample for each key, in the order in which keys first appear, with the mean of the scores. */
function means(samples: readonly Sample[], keyOf: (sample: Sample) => string): Sample[] {
  const groups = new Map<string, { first: Sample; scores: number[] }>();
  for (const sample of samples) {
    const group = groups.get(keyOf(sample));
    if (group) group.scores.push(sample.score);
    else groups.set(keyOf(sample), { first: sample, scores: [sample.score] });
  }
  return [...groups.values()].map(({ first, scores }) => ({ ...first, score: mean(scores) }));
}

/** Returns the mean; NaN of no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
