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
  /** 1 for each sample that is bona fide. */
  readonly live: Uint8Array;
  /** 1 for each sample whose successor has a higher score, and for the last. */
  readonly levelEnd: Uint8Array;
}

/** How often each subject counts, by its index in a ranking. */
export type Weights = Uint32Array;

export function rank(samples: readonly Sample[]): Ranking {
  const sorted = [...samples].sort((a, b) => a.score - b.score);
  const indices = new Map<string, number>();
  for (const { subject } of sorted) if (!indices.has(subject)) indices.set(subject, indices.size);
  return {
    samples: sorted,
    subjects: indices.size,
    subject: Uint32Array.from(sorted, ({ subject }) => indices.get(subject) ?? 0),
    live: Uint8Array.from(sorted, ({ label }) => Number(label === 'live')),
    levelEnd: Uint8Array.from(sorted, ({ score }, index) => Number(score !== sorted[index + 1]?.score)),
  };
}

/** Returns weights that count every subject once. */
export function evenWeights({ subjects }: Ranking): Weights {
  return new Uint32Array(subjects).fill(1);
}
