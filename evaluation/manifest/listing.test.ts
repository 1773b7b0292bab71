import { expect, it } from 'vitest';
import { listClips } from './listing';

it('finds videos of all kinds and folders of numbered pictures', () => {
  const videos = ['a.mp4', 'b.MOV', 'c.webm', 'd.avi', 'e.mkv', 'f.m4v', 'g.gif'];
  const pictures = ['p/0001.jpg', 'p/0002.jpg', 'q.v2/frame_12.png', 'r/1.webp', 's/1.bmp', 't/1.jpeg'];
  expect(listClips([...pictures, ...videos, 'readme.txt', 'u/cover.jpg'])).toEqual([
    ...videos.map((path) => ({ path, name: path[0], kind: 'video' })),
    ...['p', 'q.v2', 'r', 's', 't'].map((path) => ({ path, name: path, kind: 'pictures' })),
  ]);
});

it('ignores hidden files and folders', () => {
  expect(listClips(['.trash/a.mp4', 'live/._a.mp4', 'live/.thumbnails/1.jpg'])).toEqual([]);
});

it('takes numbered pictures beside videos for thumbnails', () => {
  expect(listClips(['live/a.mp4', 'live/a_1.jpg', 'live/b/1.jpg']).map(({ path }) => path)).toEqual([
    'live/a.mp4',
    'live/b',
  ]);
});

it('names no clip twice, and none for pictures without a folder', () => {
  expect(listClips(['a.mp4', './a.mp4']).map(({ path }) => path)).toEqual(['a.mp4']);
  expect(listClips(['1.jpg', '2.jpg'])).toEqual([]);
});
