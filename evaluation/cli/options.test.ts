import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from './options';

describe('readOptions', () => {
  it('fills in what is not given', () => {
    expect(readOptions(['clips'])).toEqual({
      input: 'clips',
      out: 'report',
      backend: undefined,
      silentFace: undefined,
      exportCrops: undefined,
      crops: false,
      protocol: undefined,
      part: 'test',
      oneClass: false,
      pictureInterval: 100,
      jobs: 2,
      fresh: false,
    });
  });

  it('takes a peer, with a path that holds an equals sign', () => {
    const options = readOptions(['m.csv', '--baseline', 'silent-face=/a=b/c', '--jobs', '3']);
    expect(options).toMatchObject({ silentFace: '/a=b/c', jobs: 3 });
  });

  it('takes a single class where asked to', () => {
    expect(readOptions(['clips', '--one-class']).oneClass).toBe(true);
  });

  it.each([
    [[]],
    [['a', 'b']],
    [['a', '--backend', 'cuda']],
    [['a', '--baseline', 'silent-face']],
    [['a', '--baseline', 'human']],
    [['a', '--jobs', '0']],
    [['a', '--picture-rate', 'fast']],
    [['a', '--crops', '--protocol', 'casia']],
    [['a', '--colour']],
    [['']],
    [['a', '--part', 'dev']],
  ])('refuses %j', (parameters) => {
    expect(() => readOptions(parameters)).toThrow(UsageError);
  });

  it.each(['out', 'export-crops', 'protocol'])(
    'refuses an empty --%s, as an unset variable gives it',
    (option) => {
      expect(() => readOptions(['a', `--${option}`, ''])).toThrow(`--${option} is empty`);
    },
  );
});
