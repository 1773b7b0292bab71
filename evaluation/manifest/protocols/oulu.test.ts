import { describe, expect, it } from 'vitest';
import { readProtocol } from './protocols';

/** Every video of a few people of each part. */
const USERS = { Train: [1, 20], Dev: [21, 35], Test: [36, 55] };
const paths = Object.entries(USERS).flatMap(([folder, users]) =>
  users.flatMap((user) =>
    [1, 2, 3, 4, 5, 6].flatMap((phone) =>
      [1, 2, 3].flatMap((session) =>
        [1, 2, 3, 4, 5].map(
          (file) => `${folder}_files/${phone}_${session}_${String(user).padStart(2, '0')}_${file}.avi`,
        ),
      ),
    ),
  ),
);

/** Returns the numbers in the clips' names: [phones, sessions, users, files]. */
function found(protocol: string, part: 'train' | 'dev' | 'test'): string[] {
  const names = readProtocol(`oulu:${protocol}`, paths, part).map(({ file }) => file.match(/\d+/g) ?? []);
  return [0, 1, 2, 3].map((at) => [...new Set(names.map((name) => name[at]))].sort().join(''));
}

describe('OULU-NPU', () => {
  it.each([
    ['1', 'train', ['123456', '12', '0120', '12345']],
    ['1', 'dev', ['123456', '12', '2135', '12345']],
    ['1', 'test', ['123456', '3', '3655', '12345']],
    ['2', 'train', ['123456', '123', '0120', '124']],
    ['2', 'dev', ['123456', '123', '2135', '124']],
    ['2', 'test', ['123456', '123', '3655', '135']],
    ['3.1', 'train', ['23456', '123', '0120', '12345']],
    ['3.4', 'dev', ['12356', '123', '2135', '12345']],
    ['3.6', 'test', ['6', '123', '3655', '12345']],
    ['4.1', 'train', ['23456', '12', '0120', '124']],
    ['4.2', 'dev', ['13456', '12', '2135', '124']],
    ['4.5', 'test', ['5', '3', '3655', '135']],
  ] as const)('protocol %s, %s', (protocol, part, expected) => {
    expect(found(protocol, part)).toEqual(expected);
  });

  it('has the numbers of the paper', () => {
    const everyone = Array.from({ length: 20 }, (_, index) => index + 36).flatMap((user) =>
      paths.filter((path) => path.includes('_36_')).map((path) => path.replace('_36_', `_${user}_`)),
    );
    const count = (protocol: string) => {
      const clips = readProtocol(`oulu:${protocol}`, everyone, 'test');
      const live = clips.filter(({ label }) => label === 'live').length;
      return [live, clips.length - live];
    };
    expect(['1', '2', '3.1', '4.1'].map(count)).toEqual([
      [120, 480],
      [360, 720],
      [60, 240],
      [20, 40],
    ]);
  });

  it('says what is shown', () => {
    const clips = readProtocol(
      'oulu:1',
      ['Test_files/2_3_36_1.avi', 'Test_files/2_3_36_3.avi', 'test/6_3_55_4.avi'],
      'test',
    );
    expect(clips).toEqual([
      {
        id: 'Test_files/2_3_36_1.avi',
        file: 'Test_files/2_3_36_1.avi',
        label: 'live',
        subject: '36',
        slices: { phone: '2', session: '3' },
      },
      {
        id: 'Test_files/2_3_36_3.avi',
        file: 'Test_files/2_3_36_3.avi',
        label: 'attack',
        species: 'print',
        subject: '36',
        slices: { phone: '2', session: '3', instrument: 'printer 2' },
      },
      {
        id: 'test/6_3_55_4.avi',
        file: 'test/6_3_55_4.avi',
        label: 'attack',
        species: 'replay',
        subject: '55',
        slices: { phone: '6', session: '3', instrument: 'display 1' },
      },
    ]);
  });

  it('ignores foreign files', () => {
    const foreign = [
      '7_1_36_1.avi',
      '1_4_36_1.avi',
      '1_3_56_1.avi',
      '1_3_0_1.avi',
      '1_3_36_6.avi',
      '1_3_36.avi',
    ];
    expect(readProtocol('oulu:1', [...foreign, '1_3_36_1.avi', '1_3_36_2.avi'], 'test')).toHaveLength(2);
  });
});
