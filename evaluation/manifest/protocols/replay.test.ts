import { describe, expect, it } from 'vitest';
import { readProtocol } from './protocols';

const paths = ['train', 'devel', 'test'].flatMap((part) => [
  `${part}/real/client009_session01_webcam_authenticate_adverse_1.mov`,
  `${part}/real/client009_session01_webcam_authenticate_controlled_2.mov`,
  `${part}/attack/fixed/attack_highdef_client009_session01_highdef_photo_adverse.mov`,
  `${part}/attack/hand/attack_mobile_client009_session01_mobile_video_controlled.mov`,
  `${part}/attack/hand/attack_print_client009_session01_highdef_photo_controlled.mov`,
  `enroll/${part}/client009_session01_webcam_authenticate_controlled_1.mov`,
]);

describe('Replay-Attack', () => {
  it('says what is shown', () => {
    const clips = readProtocol('replay', paths, 'test');
    expect(
      clips.map(({ label, species, subject, slices }) => ({ label, species, subject, ...slices })),
    ).toEqual([
      { label: 'attack', species: 'highdef', subject: 'client009', light: 'adverse', support: 'fixed' },
      { label: 'attack', species: 'mobile', subject: 'client009', light: 'controlled', support: 'hand' },
      { label: 'attack', species: 'print', subject: 'client009', light: 'controlled', support: 'hand' },
      { label: 'live', species: undefined, subject: 'client009', light: 'adverse' },
      { label: 'live', species: undefined, subject: 'client009', light: 'controlled' },
    ]);
  });

  it.each([
    ['train', 'train/'],
    ['dev', 'devel/'],
    ['test', 'test/'],
  ] as const)('finds %s in %s, without enrolment', (part, folder) => {
    const files = readProtocol('replay', paths, part).map(({ file }) => file);
    expect(files).toHaveLength(5);
    for (const file of files) expect(file.startsWith(folder)).toBe(true);
  });
});
