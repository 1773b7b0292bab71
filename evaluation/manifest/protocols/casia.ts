import type { Dataset } from './dataset';

const PATH = /(?:^|\/)(train|test)_release\/(\d+)\/[^/]+$/i;

/**
 * CASIA-FASD: 50 people in three image qualities. It has no development part.
 * Zhang et al., "A face antispoofing database with diverse attacks", ICB 2012.
 */
export const casia: Dataset = {
  name: 'casia',
  protocols: [],
  parts: ['train', 'test'],
  layout: 'train_release/<subject>/ and test_release/<subject>/ with 1.avi to 8.avi and HR_1.avi to HR_4.avi',
  select({ path, name }, part) {
    const [, release, person] = PATH.exec(path) ?? [];
    const clip = CLIPS[name.toUpperCase()];
    if (!clip || person === undefined || release?.toLowerCase() !== part) return undefined;
    return {
      id: path,
      file: path,
      label: clip.species === undefined ? 'live' : 'attack',
      ...(clip.species !== undefined && { species: clip.species }),
      // Both parts count their people from 1.
      subject: `${part} ${person}`,
      slices: { quality: clip.quality },
    };
  },
};

const CLIPS: Record<string, { species?: string; quality: string } | undefined> = {
  1: { quality: 'low' },
  2: { quality: 'normal' },
  HR_1: { quality: 'high' },
  3: { species: 'warped photo', quality: 'low' },
  4: { species: 'warped photo', quality: 'normal' },
  HR_2: { species: 'warped photo', quality: 'high' },
  5: { species: 'cut photo', quality: 'low' },
  6: { species: 'cut photo', quality: 'normal' },
  HR_3: { species: 'cut photo', quality: 'high' },
  7: { species: 'video replay', quality: 'low' },
  8: { species: 'video replay', quality: 'normal' },
  HR_4: { species: 'video replay', quality: 'high' },
};
