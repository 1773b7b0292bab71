import type { Sample } from './sample';

/**
 * Samples in ascending order of their scores, laid out so that a statistic takes one pass over them for each resampling of
 * the subjects: a subject that is drawn k times gives its samples the weight k.
 */
export interface Ranking {
  readonly samples: readonly Sample[];
  /** Number of different subjects. */
  readonly subjects: number;
  /** Index of each sample's subject, 0 to `subjects` - 1. */
  readonly subject: Uint32Array;
  /** Number of groups: the bona fide and each species. */
  readonly groups: number;
  /** Group of each sample: 0 if it is bona fide, else from 1 that of its species. */
  readonly group: Uint32Array;
  /** The scores that occur, each once. */
  readonly levels: readonly number[];
}

/** How often each subject counts, by its index in a ranking. */
export type Weights = Uint32Array;

export function rank(samples: readonly Sample[]): Ranking {
  const sorted = [...samples].sort((a, b) => a.score - b.score);
  const subjects = [...new Set(sorted.map(({ subject }) => subject))];
  const groups = [
    undefined,
    ...new Set(sorted.flatMap((sample) => (sample.label === 'attack' ? sample.species : []))),
  ];
  const subjectAt = new Map(subjects.map((subject, index) => [subject, index]));
  const groupAt = new Map(groups.map((species, index) => [species, index]));
  return {
    samples: sorted,
    subjects: subjects.length,
    subject: Uint32Array.from(sorted, ({ subject }) => subjectAt.get(subject) ?? 0),
    groups: groups.length,
    group: Uint32Array.from(
      sorted,
      (sample) => groupAt.get(sample.label === 'attack' ? sample.species : undefined) ?? 0,
    ),
    levels: [...new Set(sorted.map(({ score }) => score))],
  };
}

/** Returns weights that count every subject once. */
export function evenWeights({ subjects }: Ranking): Weights {
  return new Uint32Array(subjects).fill(1);
}
