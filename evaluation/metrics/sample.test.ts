import { describe, expect, it } from 'vitest';
import { clipRecord, frame, scoredClip } from '../testing/records';
import { samplesOf } from './sample';
import { PRODUCT } from './system';

describe('samplesOf', () => {
  const records = [
    scoredClip({ id: 'a', label: 'live', subject: 'anna' }, [0.5, 0.75]),
    scoredClip({ id: 'b', label: 'live', subject: 'anna' }, [1]),
    scoredClip({ id: 'c', label: 'attack', subject: 'anna', species: 'print' }, [0.25]),
    scoredClip({ id: 'd', label: 'attack', subject: 'anna', species: 'replay' }, [0]),
    scoredClip({ id: 'e', label: 'attack', subject: 'bert' }, [0.5]),
  ];

  it('takes each window of the product by itself', () => {
    expect(samplesOf(records.slice(0, 3), PRODUCT, 'window')).toEqual([
      { label: 'live', score: 0.5, subject: 'anna', clip: 'a' },
      { label: 'live', score: 0.75, subject: 'anna', clip: 'a' },
      { label: 'live', score: 1, subject: 'anna', clip: 'b' },
      { label: 'attack', score: 0.25, subject: 'anna', clip: 'c', species: 'print' },
    ]);
  });

  it('takes the mean over the windows of a clip', () => {
    const scores = samplesOf(records, PRODUCT, 'clip').map(({ clip, score }) => [clip, score]);
    expect(scores).toEqual([
      ['a', 0.625],
      ['b', 1],
      ['c', 0.25],
      ['d', 0],
      ['e', 0.5],
    ]);
  });

  it('takes the mean over all windows of a subject, by label and species', () => {
    expect(samplesOf(records, PRODUCT, 'subject')).toEqual([
      // (0.5 + 0.75 + 1) / 3: windows count, not clips.
      { label: 'live', score: 0.75, subject: 'anna' },
      { label: 'attack', score: 0.25, subject: 'anna', species: 'print' },
      { label: 'attack', score: 0, subject: 'anna', species: 'replay' },
      { label: 'attack', score: 0.5, subject: 'bert', species: 'unknown' },
    ]);
  });

  it('lets clips without a stated subject stand for themselves', () => {
    const unstated = ['f', 'g'].map((id) => scoredClip({ id, label: 'live', subject: undefined }, [0.5]));
    expect(samplesOf(unstated, PRODUCT, 'subject').map(({ subject }) => subject)).toEqual(['f', 'g']);
  });

  it("takes the mean of another system's frames within the window", () => {
    const scores = [9, 1, undefined, 3, 9].map((score) =>
      frame({ scores: score === undefined ? {} : { other: score } }),
    );
    const window = { score: 0, probability: 0, evidence: {} };
    const record = clipRecord(
      { id: 'a', label: 'live' },
      {
        frames: scores,
        windows: [
          { first: 1, last: 3, ...window },
          { first: 2, last: 2, ...window },
        ],
      },
    );
    // (1 + 3) / 2; the second window has no frame with a score.
    expect(samplesOf([record], 'other', 'window').map(({ score }) => score)).toEqual([2]);
    expect(samplesOf([record], 'unheard of', 'window')).toEqual([]);
    expect(samplesOf([record], PRODUCT, 'window')).toHaveLength(2);
  });

  it('passes over clips that could not be judged and scores that are no numbers', () => {
    const broken = { ...scoredClip({ id: 'a', label: 'live' }, [0.5]), error: 'cut short' };
    expect(samplesOf([broken], PRODUCT, 'window')).toEqual([]);
    expect(samplesOf([scoredClip({ id: 'a', label: 'live' }, [NaN])], PRODUCT, 'window')).toEqual([]);
  });
});
