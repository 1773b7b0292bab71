import { describe, expect, it } from 'vitest';
import { evaluationOf } from '../testing/records';
import { fixedThreshold, systemsOf } from './system';

const { provenance } = evaluationOf([], {
  zebra: { name: 'Zebra', about: '', threshold: 0 },
  ape: { name: 'Ape', about: '' },
  depthproof: { name: 'Depthproof', about: '', threshold: 0.7 },
});

describe('systemsOf', () => {
  it('has the product first and once, the others by key', () => {
    expect(systemsOf(provenance)).toEqual(['depthproof', 'ape', 'zebra']);
  });
});

describe('fixedThreshold', () => {
  it('is a half for the product, else what the system states', () => {
    expect(fixedThreshold(provenance, 'depthproof')).toBe(0.5);
    expect(fixedThreshold(provenance, 'zebra')).toBe(0);
    expect(fixedThreshold(provenance, 'ape')).toBeUndefined();
  });
});
