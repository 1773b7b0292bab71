import { describe, expect, it } from 'vitest';
import { clipRecord, scoredClip } from '../testing/records';
import { rate } from './clopperPearson';
import { sliceFigures } from './sliceFigures';

describe('sliceFigures', () => {
  it('has each value of each column, in order', () => {
    const laptop = { camera: 'laptop', light: 'day' };
    const figures = sliceFigures([
      scoredClip({ id: 'a', label: 'live', slices: { camera: 'phone' } }, [0.9]),
      scoredClip({ id: 'b', label: 'live', slices: laptop }, [0.9, 0.4]),
      scoredClip({ id: 'c', label: 'attack', species: 'print', slices: laptop }, [0.5]),
      scoredClip({ id: 'd', label: 'attack', species: 'mask', slices: laptop }, [0.1, 0.2]),
      clipRecord({ id: 'e', label: 'live', slices: { light: 'night' } }, { error: 'no such file' }),
      scoredClip({ id: 'f', label: 'live' }, [0.3]),
    ]);
    // Only 0.4 with 0.5 of 2 x 3 pairs is the wrong way round.
    const ofLaptop = { live: 2, attacks: 3, bpcer: rate(1, 2), attacksAccepted: rate(1, 3), auc: 5 / 6 };
    const none = { errors: 0, trials: 0 };
    expect(figures).toEqual([
      { column: 'camera', value: 'laptop', ...ofLaptop },
      { column: 'camera', value: 'phone', live: 1, attacks: 0, bpcer: rate(0, 1), attacksAccepted: none },
      { column: 'light', value: 'day', ...ofLaptop },
      { column: 'light', value: 'night', live: 0, attacks: 0, bpcer: none, attacksAccepted: none },
    ]);
    expect(figures[1]).not.toHaveProperty('auc');
  });

  it('is empty where no clip has a column', () => {
    expect(sliceFigures([scoredClip({ id: 'a', label: 'live' }, [0.9])])).toEqual([]);
  });
});
