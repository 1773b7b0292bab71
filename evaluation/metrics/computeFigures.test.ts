import { describe, expect, it } from 'vitest';
import type { ClipRecord } from '../records';
import { evaluationOf, frame, scoredClip } from '../testing/records';
import { computeFigures } from './computeFigures';
import { mulberry32 } from './mulberry32';

const systems = {
  other: { name: 'Other', about: 'judges single frames', threshold: 0.5 },
  another: { name: 'Another', about: 'judges single frames' },
};

/** Clips of two windows each: bona fide, prints and replays in turn, of five subjects. */
function clips(count: number): ClipRecord[] {
  const random = mulberry32(3);
  return Array.from({ length: count }, (_, index) => {
    const subject = `subject ${index % 5}`;
    const label = index % 3 === 0 ? 'live' : 'attack';
    const species = index % 3 === 1 ? 'print' : 'replay';
    const score = () => (random() + Number(label === 'live')) / 2;
    const record = scoredClip(
      {
        id: `clip ${index}`,
        label,
        subject,
        slices: { light: 'day' },
        ...(label === 'attack' && { species }),
      },
      [score(), score()],
    );
    return { ...record, frames: record.frames.map(() => frame({ scores: { other: score() } })) };
  });
}

/** Every value within, however deep. */
function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

describe('computeFigures', () => {
  const evaluation = evaluationOf(clips(60), systems);
  const figures = computeFigures(evaluation);

  it('has every system at every unit', () => {
    expect(figures.systems.map(({ system, unit }) => `${system} ${unit}`)).toEqual(
      ['depthproof', 'another', 'other'].flatMap((system) =>
        ['window', 'clip', 'subject'].map((unit) => `${system} ${unit}`),
      ),
    );
    // 60 clips, 20 of each kind; five subjects.
    const [window, clip, subject] = figures.systems;
    expect(window).toMatchObject({ live: 40, attacks: { print: 40, replay: 40 } });
    expect(clip).toMatchObject({ live: 20, attacks: { print: 20, replay: 20 } });
    expect(subject).toMatchObject({ live: 5, attacks: { print: 5, replay: 5 } });
  });

  it('has nothing over subjects where no clip states one', () => {
    const anonymous = clips(60);
    for (const { clip } of anonymous.slice(1)) delete clip.subject;
    expect(computeFigures(evaluationOf(anonymous, systems)).systems).toHaveLength(9);
    delete anonymous[0]?.clip.subject;
    const { systems: none } = computeFigures(evaluationOf(anonymous, systems));
    expect(none.map(({ unit }) => unit)).not.toContain('subject');
    expect(none[0]?.auc).toEqual({ value: figures.systems[0]?.auc.value });
    expect(none[0]?.operatingPoints[0]?.bpcerInterval).toEqual({});
  });

  it('has empty figures for a system without scores', () => {
    const silent = figures.systems.find(({ system }) => system === 'another');
    expect(silent).toMatchObject({ live: 0, attacks: {}, auc: {}, eer: {}, operatingPoints: [], det: [] });
  });

  it('is plain JSON, without NaN, -0 or undefined', () => {
    expect(JSON.parse(JSON.stringify(figures))).toStrictEqual(figures);
    for (const leaf of leaves(figures)) {
      expect(leaf).toBeDefined();
      if (typeof leaf === 'number') expect(Number.isFinite(leaf) && !Object.is(leaf, -0)).toBe(true);
    }
  });

  it('finds the same each time', () => {
    expect(JSON.stringify(computeFigures(evaluation))).toBe(JSON.stringify(figures));
  });

  it('has nothing to say of no records', () => {
    const { verdicts, slices, systems: none } = computeFigures(evaluationOf([]));
    expect(none).toHaveLength(3);
    expect(slices).toEqual([]);
    expect(verdicts.bonaFide.letIn.trials).toBe(0);
  });
});
