import { expect, it } from 'vitest';
import { listPictures } from './listPictures';

it('takes what training can read, in a fixed order, and one of those whose mattes would have one name', () => {
  const names = ['10.jpg', '2.PNG', 'note.txt', '.hidden.jpg', 'a.heic', '2.webp', 'b.jpeg', 'c.bmp'];
  expect(listPictures(names)).toEqual({
    pictures: ['2.PNG', '10.jpg', 'b.jpeg', 'c.bmp'],
    refused: [{ file: '2.webp', reason: 'it has the same name as 2.PNG: rename one' }],
  });
});
