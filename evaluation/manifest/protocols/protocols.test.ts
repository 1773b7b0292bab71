import { describe, expect, it } from 'vitest';
import { ManifestError } from '../problems';
import { problemsOf } from '../../testing/problemsOf';
import { protocolNames, readProtocol } from './protocols';

describe('readProtocol', () => {
  it('lists what can be asked for', () => {
    expect(protocolNames()).toEqual([
      ...['oulu:1', 'oulu:2', 'oulu:3.1', 'oulu:3.2', 'oulu:3.3', 'oulu:3.4', 'oulu:3.5', 'oulu:3.6'],
      ...['oulu:4.1', 'oulu:4.2', 'oulu:4.3', 'oulu:4.4', 'oulu:4.5', 'oulu:4.6'],
      ...['siw:1', 'siw:2.1', 'siw:2.2', 'siw:2.3', 'siw:2.4', 'siw:3.1', 'siw:3.2', 'casia', 'replay'],
    ]);
  });

  it.each(['', 'oulu', 'oulu:5', 'oulu:3.7', 'oulu:1:1', 'casia:1', 'nuaa'])('does not know "%s"', (name) => {
    const [problem] = problemsOf(() => readProtocol(name, ['1_3_36_1.avi'], 'test'));
    expect(problem?.message).toContain(protocolNames().join(', '));
  });

  it('takes names in any case', () => {
    expect(readProtocol(' OULU:1', ['1_3_36_1.avi', '1_3_36_2.avi'], 'test')).toHaveLength(2);
  });

  it.each(['siw:1', 'casia'])('says that %s has no development part', (name) => {
    expect(problemsOf(() => readProtocol(name, [], 'dev'))[0]?.message).toMatch(
      /no part dev: choose one of train, test/,
    );
  });

  it.each(['oulu:1', 'siw:1', 'casia', 'replay'])('says what %s looks like when nothing is found', (name) => {
    expect(problemsOf(() => readProtocol(name, ['a/b.avi'], 'test'))[0]?.message).toMatch(
      /layout is .*_files|\/.*\./,
    );
  });

  it('wants both classes unless one is allowed', () => {
    const live = ['1_3_36_1.avi'];
    expect(() => readProtocol('oulu:1', live, 'test')).toThrow(ManifestError);
    expect(() => readProtocol('oulu:1', live, 'test')).toThrow('oulu:1, part test, has only live clips');
    expect(readProtocol('oulu:1', live, 'test', { allowOneClass: true })).toHaveLength(1);
  });

  it('takes folders of pictures for videos', () => {
    const pictures = ['f/1_3_36_1/0001.jpg', 'f/1_3_36_1/0002.jpg', 'f/1_3_36_2/0001.jpg'];
    expect(readProtocol('oulu:1', pictures, 'test').map(({ file }) => file)).toEqual([
      'f/1_3_36_1',
      'f/1_3_36_2',
    ]);
  });
});
