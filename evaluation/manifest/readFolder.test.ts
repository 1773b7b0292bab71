import { describe, expect, it } from 'vitest';
import { problemsOf } from '../testing/problemsOf';
import { readFolder } from './readFolder';

describe('readFolder', () => {
  it('reads class, species and subject off the folders', () => {
    const paths = [
      'live/anna/a.mp4',
      'live/b.webm',
      'attack/print/anna/deep/er/c.mov',
      'attack/replay/d.avi',
      'attack/e.gif',
    ];
    expect(readFolder(paths)).toEqual([
      clip('attack/e.gif', 'attack', undefined, 'unknown'),
      clip('attack/print/anna/deep/er/c.mov', 'attack', 'anna', 'print'),
      clip('attack/replay/d.avi', 'attack', undefined, 'replay'),
      clip('live/anna/a.mp4', 'live', 'anna'),
      clip('live/b.webm', 'live'),
    ]);
  });

  it('takes a folder of numbered pictures for one clip', () => {
    const paths = [
      ...[1, 2, 10].map((n) => `live/anna/${n}.jpg`),
      ...[1, 2].map((n) => `live/bob/morning/frame_${n}.png`),
      'attack/print/anna/near/0001.jpg',
      'attack/mask/0001.jpg',
    ];
    expect(readFolder(paths)).toEqual([
      clip('attack/mask', 'attack', undefined, 'mask'),
      clip('attack/print/anna/near', 'attack', 'anna', 'print'),
      clip('live/anna', 'live'),
      clip('live/bob/morning', 'live', 'bob'),
    ]);
  });

  it.each(['real', 'Bonafide', 'GENUINE', 'Bona Fide', 'Live'])('accepts %s/ for live/', (folder) => {
    expect(readFolder([`${folder}/a.mp4`, 'attack/print/b.mp4']).map(({ label }) => label)).toContain('live');
  });

  it.each(['spoof', 'Fake', 'ATTACK'])('accepts %s/ for attack/', (folder) => {
    const clips = readFolder([`${folder}/print/b.mp4`, 'live/a.mp4']);
    expect(clips.find(({ label }) => label === 'attack')).toMatchObject({ species: 'print' });
  });

  it('passes over folders that hold everything, as a dropped folder does', () => {
    expect(readFolder(['my set/v1/live/anna/a.mp4', 'my set/v1/attack/print/b.mp4', 'readme.txt'])).toEqual([
      clip('my set/v1/attack/print/b.mp4', 'attack', undefined, 'print'),
      clip('my set/v1/live/anna/a.mp4', 'live', 'anna'),
    ]);
  });

  it('ignores what lies elsewhere, other files and hidden ones', () => {
    const paths = ['live/a.mp4', 'attack/print/b.mp4', 'other/c.mp4', 'd.mp4', 'live/a.txt', 'live/.e.mp4'];
    expect(readFolder(paths).map(({ file }) => file)).toEqual(['attack/print/b.mp4', 'live/a.mp4']);
  });

  it('turns backslashes', () => {
    expect(readFolder(['live\\anna\\a.mp4', 'attack\\print\\b.mp4'])[1]).toEqual(
      clip('live/anna/a.mp4', 'live', 'anna'),
    );
  });

  it.each([[[]], [['a.mp4']], [['anna/live/a.mp4', 'bob/attack/b.mp4']], [['live/notes.txt']]])(
    'says what the structure must be when nothing is found in %j',
    (paths) => {
      const [problem, ...others] = problemsOf(() => readFolder(paths));
      expect(problem?.message).toMatch(/no clip found.*live\/<subject>.*attack\/<species>/);
      expect(others).toEqual([]);
    },
  );

  it('wants both classes unless one is allowed', () => {
    expect(problemsOf(() => readFolder(['live/a.mp4']))[0]?.message).toMatch(
      /the folder has only live clips: error rates of attacks need attacks/,
    );
    expect(problemsOf(() => readFolder(['attack/a.mp4']))[0]?.message).toMatch(/the folder has only attacks/);
    expect(readFolder(['live/a.mp4'], { allowOneClass: true })).toHaveLength(1);
    expect(problemsOf(() => readFolder([], { allowOneClass: true }))).toHaveLength(1);
  });

  it('objects to pictures of many clips in one heap', () => {
    const problems = problemsOf(() => readFolder(['live/1.jpg', 'attack/2.jpg']));
    expect(problems.map(({ file }) => file)).toEqual(['attack', 'live']);
    expect(problems[0]?.message).toMatch(/folder of their own/);
  });
});

function clip(file: string, label: string, subject?: string, species?: string) {
  return {
    ...{ id: file, file, label, slices: {} },
    ...(species !== undefined && { species }),
    ...(subject !== undefined && { subject }),
  };
}
