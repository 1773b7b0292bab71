import { describe, expect, it } from 'vitest';
import { readFolder } from '../../evaluation/manifest/readFolder';
import { readManifest } from '../../evaluation/manifest/readManifest';
import { lackingParts, missingSubjects, partOf, type Sorted } from './subjects';

const manifest = (...rows: string[]) => readManifest(['file,label,subject', ...rows].join('\n'), () => true);

describe('missingSubjects', () => {
  it('names rows that do not say who is shown', () => {
    const clips = manifest('anna.mp4,live,anna', 'b.mp4,live,', 'c.mp4,attack,bert');
    expect(missingSubjects(clips)).toEqual([
      expect.objectContaining({ row: 3, message: expect.stringContaining('subject is empty') as string }),
    ]);
  });

  it('names clips that lie in no folder of a subject', () => {
    const clips = readFolder([
      'live/anna/1.mp4',
      'live/anna/anna.mp4',
      'live/bert.mp4',
      'live/carl/clip/0001.jpg',
      'live/dora/0001.jpg',
      'attack/print/anna/anna.mp4',
      'attack/print/1.mp4',
    ]);
    expect(missingSubjects(clips).map(({ file }) => file)).toEqual([
      'attack/print/1.mp4',
      'live/bert.mp4',
      'live/dora',
    ]);
  });
});

describe('partOf', () => {
  it('never changes, and puts about the share asked for into validation', () => {
    expect(['anna', 'bert', 'carl'].map((name) => partOf(name, 0.5))).toEqual([
      'validation',
      'validation',
      'train',
    ]);
    const names = Array.from({ length: 2000 }, (_, index) => `subject ${index}`);
    const share = names.filter((name) => partOf(name, 0.2) === 'validation').length / names.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
  });
});

describe('lackingParts', () => {
  const clip = (subject: string, label: Sorted['label']) => ({ subject, label });
  const [inTrain, inValidation] = ['carl', 'anna'];

  it('is content with both classes in both parts', () => {
    const clips = [inTrain, inValidation].flatMap((name) => [clip(name, 'live'), clip(name, 'attack')]);
    expect(lackingParts(clips, 0.5, 'clips')).toEqual([]);
  });

  it('says which part lacks what', () => {
    const clips = [clip(inTrain, 'live'), clip(inTrain, 'attack'), clip(inValidation, 'live')];
    expect(lackingParts(clips, 0.5, 'clips').map(({ message }) => message)).toEqual([
      expect.stringMatching(/too few subjects .* none of the 1 of 2 .* into validation has attack clips/),
    ]);
  });
});
