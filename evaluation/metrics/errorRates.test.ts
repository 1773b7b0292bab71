import { describe, expect, it } from 'vitest';
import { attack, live } from '../testing/records';
import { rate } from './clopperPearson';
import { errorRatesAt } from './errorRates';

describe('errorRatesAt', () => {
  it('accepts from the threshold upwards', () => {
    const samples = [live(0.5), live(0.49), attack(0.5), attack(0.49)];
    expect(errorRatesAt(samples, 0.5)).toEqual({
      bpcer: rate(1, 2),
      apcer: [{ species: 'print', rate: rate(1, 2) }],
      attacksAccepted: rate(1, 2),
    });
  });

  it('keeps species apart, the worst first and the same by name', () => {
    const samples = [attack(0.9, 'replay'), attack(0.1, 'replay'), attack(0.1), attack(0.9, 'mask')];
    const { apcer } = errorRatesAt([...samples, attack(0.2, 'cut')], 0.5);
    expect(apcer.map(({ species }) => species)).toEqual(['mask', 'replay', 'cut', 'print']);
  });

  it('takes the species with the higher bound for the worst of equal rates', () => {
    const prints = Array.from({ length: 40 }, () => attack(0.1, 'bent print'));
    const { apcer } = errorRatesAt([...prints, attack(0.1, 'mask'), attack(0.2, 'mask')], 0.5);
    expect(apcer.map(({ species }) => species)).toEqual(['mask', 'bent print']);
  });

  it('pools the species beside the worst, however few its trials', () => {
    const prints = Array.from({ length: 40 }, () => attack(0.1, 'print'));
    const { apcer, attacksAccepted } = errorRatesAt([...prints, attack(0.9, 'mask')], 0.5);
    expect(apcer[0]).toEqual({ species: 'mask', rate: rate(1, 1) });
    expect(attacksAccepted).toEqual(rate(1, 41));
  });

  it('has no rate for a class that is missing', () => {
    const none = { errors: 0, trials: 0 };
    expect(errorRatesAt([], 0.5)).toEqual({ bpcer: none, apcer: [], attacksAccepted: none });
  });
});
