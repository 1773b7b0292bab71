import type { DepthAnswer } from './depth';
import type { DepthMap } from './depthMap';

/** Vectors that are read back once a window; the CPU computes the evidence from them (evidence.ts). */
export interface Answer<M> extends Partial<DepthMap<M>>, Partial<DepthAnswer<M>> {
  /** Log odds of bona fide, given the first frame's appearance. */
  surroundings: M;
  moments: M;
  logits?: M;
}

/** A window's answer as numbers, read back from the backend; a history holds only what the window's frames wrote. */
export type AnswerValues = { [Name in keyof Answer<unknown>]: Float32Array };

/** The parts of an answer, whose numbers follow one another; `lengthOf`: how many of them a part has. */
export function answerValues<M>(
  answer: Answer<M>,
  numbers: Float32Array,
  lengthOf: (part: M) => number,
): AnswerValues {
  let end = 0;
  const parts = Object.entries<M>({ ...answer }).map(([name, part]) => {
    return [name, numbers.slice(end, (end += lengthOf(part)))];
  });
  return Object.fromEntries(parts) as AnswerValues;
}
