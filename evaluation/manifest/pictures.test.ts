import { describe, expect, it } from 'vitest';
import { picturesInOrder } from './pictures';

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

  it('leaves out what is no numbered picture', () => {
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
