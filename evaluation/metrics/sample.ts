import type { Unit } from '../figures';
import type { Clip, ClipRecord, Label, WindowRecord } from '../records';
import { PRODUCT } from './system';

interface Judged {
  /** Higher = more likely bona fide; the scale is the system's own. */
  score: number;
  subject: string;
  /** Absent where several clips are judged as one. */
  clip?: string;
}

export interface BonaFide extends Judged {
  label: Extract<Label, 'live'>;
}

export interface Attack extends Judged {
  label: Extract<Label, 'attack'>;
  species: string;
}

/** What is judged as one, with a system's score for it. */
export type Sample = BonaFide | Attack;

/** Name of the species of a clip of an attack. */
export function speciesOf({ species = 'unknown' }: Clip): string {
  return species;
}

/** Whom a clip counts for: where nobody says who is shown, itself. */
function subjectOf({ subject, id }: Clip): string {
  return subject ?? id;
}

/**
 * A system's samples, in the order of the records. Clips that could not be judged to their end have none, nor have
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
      // A subject's attacks of each species stand for themselves, and apart from the subject's own face.
      return means(windows, (sample) =>
        JSON.stringify([sample.subject, sample.label, sample.label === 'attack' && sample.species]),
      ).map((sample) => ({ ...sample, clip: undefined }));
  }
}

function windowSamples(record: ClipRecord, system: string): Sample[] {
  const { clip } = record;
  return record.windows.flatMap((window): Sample[] => {
    const score = system === PRODUCT ? window.probability : meanOverFrames(record, window, system);
    // What was no finite number is null once it has been through JSON.
    if (score === undefined || !Number.isFinite(score)) return [];
    const judged = { score, subject: subjectOf(clip), clip: clip.id };
    return clip.label === 'live'
      ? [{ ...judged, label: 'live' }]
      : [{ ...judged, label: 'attack', species: speciesOf(clip) }];
  });
}

/** Over the frames of the window that the system scored. */
function meanOverFrames({ frames }: ClipRecord, window: WindowRecord, system: string): number | undefined {
  const scores = frames.slice(window.first, window.last + 1).flatMap((frame) => {
    const score = frame.scores[system];
    return score !== undefined && Number.isFinite(score) ? [score] : [];
  });
  return scores.length === 0 ? undefined : mean(scores);
}

/** One sample for each key, in the order in which keys are first met, with the mean of the scores. */
function means(samples: readonly Sample[], keyOf: (sample: Sample) => string): Sample[] {
  const groups = new Map<string, { first: Sample; scores: number[] }>();
  for (const sample of samples) {
    const group = groups.get(keyOf(sample));
    if (group) group.scores.push(sample.score);
    else groups.set(keyOf(sample), { first: sample, scores: [sample.score] });
  }
  return [...groups.values()].map(({ first, scores }) => ({ ...first, score: mean(scores) }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
