import { describe, expect, it } from 'vitest';
import { listClips, picturesInOrder } from './listing';

it('finds videos of all kinds and folders of numbered pictures', () => {
  const videos = [
    'a.mp4',
    'b.MOV',
    'c.webm',
    'd.avi',
    'e.mkv',
    'f.m4v',
    'g.gif',
    'h.3gp',
    'i.mpg',
    'j.mpeg',
    'k.wmv',
    'l.mts',
    'm.ogv',
    'n.flv',
  ];
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

describe('picturesInOrder', () => {
  it('goes by the last number in the name, not by the alphabet', () => {
    expect(picturesInOrder(['f/10.jpg', 'f/9.jpg', 'f/0008.jpg'])).toEqual([
      'f/0008.jpg',
      'f/9.jpg',
      'f/10.jpg',
    ]);
    expect(picturesInOrder(['cam2_frame_3.png', 'cam1_frame_12.png', 'cam1_frame_2.png'])).toEqual([
      'cam1_frame_2.png',
      'cam2_frame_3.png',
      'cam1_frame_12.png',
    ]);
  });

  it('ignores numbers in folders and endings', () => {
    expect(picturesInOrder(['clip 9/b_2.jpeg', 'clip 9/a_10.JPG', 'clip 9/c.mp4'])).toEqual([
      'clip 9/b_2.jpeg',
      'clip 9/a_10.JPG',
    ]);
  });

  it('leaves out all but numbered pictures', () => {
    expect(picturesInOrder(['1.txt', 'cover.jpg', '.1.png', '2.webp', '3.bmp', '4'])).toEqual([
      '2.webp',
      '3.bmp',
    ]);
  });

  it('tells long time stamps apart', () => {
    const later = '1700000000000000002.png';
    const earlier = '1700000000000000001.png';
    expect(picturesInOrder([later, earlier])).toEqual([earlier, later]);
  });

  it('does not depend on the order of equal numbers', () => {
    expect(picturesInOrder(['b_1.png', 'a_1.png', 'a_01.png'])).toEqual(
      picturesInOrder(['a_01.png', 'a_1.png', 'b_1.png']),
    );
  });
});
