import { describe, expect, it } from 'vitest';
import { byPath, folderOf, isHidden, nameOf, normalPath } from './paths';

describe('normalPath', () => {
  it.each([
    ['a/b.mp4', 'a/b.mp4'],
    ['a\\b c\\d.mp4', 'a/b c/d.mp4'],
    ['./a//b/./c.mp4', 'a/b/c.mp4'],
    ['a/../b.mp4', 'b.mp4'],
    ['frames/one/', 'frames/one'],
    ['../../a.mp4', '../../a.mp4'],
    ['/data/a.mp4', '/data/a.mp4'],
    ['C:\\data\\a.mp4', 'C:/data/a.mp4'],
    ['\\\\host\\share\\a.mp4', '//host/share/a.mp4'],
    ['видео/Ян Ли.mp4', 'видео/Ян Ли.mp4'],
    ['', ''],
  ])('%s -> %s', (path, normal) => {
    expect(normalPath(path)).toBe(normal);
  });
});

describe('parts of a path', () => {
  it('has a name and a folder', () => {
    expect([nameOf('a/b/c.mp4'), folderOf('a/b/c.mp4')]).toEqual(['c.mp4', 'a/b']);
    expect([nameOf('c.mp4'), folderOf('c.mp4')]).toEqual(['c.mp4', '']);
  });

  it('is hidden by a dot before any part, but not by going up', () => {
    expect(isHidden('a/.git/b')).toBe(true);
    expect(isHidden('live/._a.mp4')).toBe(true);
    expect(isHidden('../a.mp4')).toBe(false);
  });
});

it('sorts as people count', () => {
  expect(['10.avi', '9.avi', 'HR_1.avi', '2.avi'].sort(byPath)).toEqual([
    '2.avi',
    '9.avi',
    '10.avi',
    'HR_1.avi',
  ]);
});
