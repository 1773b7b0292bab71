import { describe, expect, it } from 'vitest';
import { rate } from './clopperPearson';
import { clipRecord, judgedClip } from './fixtures';
import { sliceFigures } from './sliceFigures';

describe('sliceFigures', () => {
  it('has each value of each column, in order', () => {
    const laptop = { camera: 'laptop', light: 'day' };
    const figures = sliceFigures([
      judgedClip({ id: 'a', label: 'live', slices: { camera: 'phone' } }, [0.9]),
      judgedClip({ id: 'b', label: 'live', slices: laptop }, [0.9, 0.4]),
      judgedClip({ id: 'c', label: 'attack', species: 'print', slices: laptop }, [0.5]),
      judgedClip({ id: 'd', label: 'attack', species: 'mask', slices: laptop }, [0.1, 0.2]),
      clipRecord({ id: 'e', label: 'live', slices: { light: 'night' } }, { error: 'no such file' }),
      judgedClip({ id: 'f', label: 'live' }, [0.3]),
    ]);
    // Of 2 x 3 pairs only 0.4 with 0.5 is the wrong way round.
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
    expect(sliceFigures([judgedClip({ id: 'a', label: 'live' }, [0.9])])).toEqual([]);
  });
});
