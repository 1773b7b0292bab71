import { describe, expect, it } from 'vitest';
import { attack, live } from '../testing/records';
import { rate } from './clopperPearson';
import { systemFigures } from './systemFigures';

describe('systemFigures', () => {
  const samples = [
    live(0.9, 'anna'),
    live(0.8, 'bert'),
    live(0.4, 'carl'),
    attack(0.6, 'replay', 'anna'),
    attack(0.1, 'replay', 'bert'),
    attack(0.2, 'print', 'bert'),
    attack(0.3, 'print', 'carl'),
  ];

  it('has both kinds of errors at the shipped threshold and at those of given BPCER', () => {
    const figures = systemFigures('depthproof', 'window', samples, 0.5);
    expect(figures).toMatchObject({ system: 'depthproof', unit: 'window', live: 3 });
    expect(figures.attacks).toEqual({ print: 2, replay: 2 });
    // Only 0.4 with 0.6 of 3 x 4 pairs is the wrong way round.
    expect(figures.auc.value).toBeCloseTo(11 / 12, 12);
    // Right above 0.4 BPCER is 1/3 and APCER 1/4, at 0.4 they are 0 and 1/4.
    expect(figures.eer.value).toBeCloseTo(1 / 4, 12);
    expect(figures.det).toHaveLength(8);
    const [shipped, ...others] = figures.operatingPoints;
    expect(shipped).toMatchObject({
      name: 'shipped',
      threshold: 0.5,
      bpcer: rate(1, 3),
      apcer: [
        { species: 'replay', rate: rate(1, 2) },
        { species: 'print', rate: rate(0, 2) },
      ],
    });
    expect(shipped?.bpcerInterval.value).toBe(1 / 3);
    expect(shipped?.worstApcerInterval.value).toBe(1 / 2);
    expect(others.map(({ name, threshold }) => [name, threshold])).toEqual([
      ['BPCER 1 %', 0.4],
      ['BPCER 3 %', 0.4],
      ['BPCER 10 %', 0.4],
    ]);
  });

  it('has intervals around its values', () => {
    const { auc, eer, operatingPoints } = systemFigures('depthproof', 'window', samples, 0.5);
    const intervals = operatingPoints.flatMap((point) => [point.bpcerInterval, point.worstApcerInterval]);
    expect(intervals).toHaveLength(8);
    // No draw rejects a bona fide sample at 0.4, where three points lie.
    const founded = intervals.filter((interval) => 'lower' in interval);
    expect(founded).toHaveLength(5);
    for (const { value = NaN, lower = NaN, upper = NaN } of [auc, eer, ...founded]) {
      expect(lower).toBeLessThanOrEqual(value);
      expect(upper).toBeGreaterThanOrEqual(value);
    }
  });

  it('has no shipped point without a threshold', () => {
    const names = systemFigures('other', 'clip', samples, undefined).operatingPoints.map(({ name }) => name);
    expect(names).toEqual(['BPCER 1 %', 'BPCER 3 %', 'BPCER 10 %']);
  });

  it('has only errors at the shipped threshold with one class', () => {
    const figures = systemFigures(
      'depthproof',
      'window',
      samples.filter(({ label }) => label === 'attack'),
      0.5,
    );
    expect(figures).toMatchObject({ live: 0, auc: {}, eer: {}, det: [] });
    expect(figures.operatingPoints).toHaveLength(1);
    expect(figures.operatingPoints[0]).toMatchObject({
      bpcer: { errors: 0, trials: 0 },
      bpcerInterval: {},
      worstApcerInterval: { value: 1 / 2 },
    });
    expect(systemFigures('other', 'window', [live(0.5)], undefined).operatingPoints).toEqual([]);
  });

  it('has intervals only where several subjects are of the class', () => {
    const oneFace = [live(0.9, 'anna'), live(0.4, 'anna'), attack(0.2, 'print', 'bert')];
    const figures = systemFigures('depthproof', 'window', [...oneFace, attack(0.6, 'print', 'carl')], 0.5);
    expect(Object.keys(figures.auc)).toEqual(['value']);
    expect(Object.keys(figures.eer)).toEqual(['value']);
    expect(Object.keys(figures.operatingPoints[0]?.bpcerInterval ?? {})).toEqual(['value']);
    expect(Object.keys(figures.operatingPoints[0]?.worstApcerInterval ?? {})).toEqual([
      'value',
      'lower',
      'upper',
    ]);
  });

  it('has no interval where no draw has an error', () => {
    const noErrors = [live(0.9, 'anna'), live(0.8, 'bert'), attack(0.1, 'print', 'anna')];
    const figures = systemFigures('depthproof', 'window', [...noErrors, attack(0.2, 'print', 'bert')], 0.5);
    expect(figures.operatingPoints[0]).toMatchObject({ bpcer: rate(0, 2), apcer: [{ rate: rate(0, 2) }] });
    expect(figures.operatingPoints[0]?.bpcerInterval).toStrictEqual({ value: 0 });
    expect(figures.operatingPoints[0]?.worstApcerInterval).toStrictEqual({ value: 0 });
    // The model card reads both bounds.
    expect(figures.auc).toStrictEqual({ value: 1, lower: 1, upper: 1 });
    expect(figures.eer).toStrictEqual({ value: 0, lower: 0, upper: 0 });
  });

  it('has an interval of the worst species only where several subjects were attacked with it', () => {
    const apart = [attack(0.9, 'mask', 'anna'), attack(0.1, 'mask', 'anna'), attack(0.1, 'print', 'bert')];
    const interval = (attacks: typeof apart) =>
      systemFigures('depthproof', 'window', [...samples.slice(0, 3), ...attacks], 0.5).operatingPoints[0]
        ?.worstApcerInterval;
    expect(interval(apart)).toStrictEqual({ value: 1 / 2 });
    expect(interval([...apart, attack(0.2, 'mask', 'carl')])).toHaveProperty('upper');
  });
});
