import { describe, expect, it } from 'vitest';
import { readTable } from './table';

const expected = {
  header: { row: 1, values: ['file', 'label'] },
  rows: [{ row: 2, values: ['a.mp4', 'live'] }],
  problems: [],
};

describe('readTable', () => {
  it.each([
    ['plain', 'file,label\na.mp4,live'],
    ['byte order mark', '\uFEFFfile,label\na.mp4,live\n'],
    ['CRLF', 'file,label\r\na.mp4,live\r\n'],
    ['CR', 'file,label\ra.mp4,live\r'],
    ['mixed line ends', 'file,label\r\na.mp4,live\n\r\n'],
    ['semicolons', 'file;label\na.mp4;live'],
    ['tabs', 'file\tlabel\na.mp4\tlive'],
    ['quotes', '"file","label"\n"a.mp4","live"'],
    ['quoted byte order mark', '\uFEFF"file","label"\n"a.mp4","live"'],
    ['spaces', ' file , label \n  a.mp4 ,\tlive '],
    ['quotes after spaces', 'file, "label"\na.mp4, " live " '],
    ['empty lines at the end', 'file,label\na.mp4,live\n\n,\n  \n'],
  ])('reads %s', (_, csv) => {
    expect(readTable(csv)).toEqual(expected);
  });

  it('keeps separators, quotes and line breaks in quotes', () => {
    expect(readTable('file,note\n"a, b.mp4","said ""x""\r\nand y"').rows[0]?.values).toEqual([
      'a, b.mp4',
      'said "x"\nand y',
    ]);
  });

  it('goes by the header where values hold other separators', () => {
    expect(readTable('file,face\na;b;c.mp4,1;2\nd.mp4,3;4').rows.map(({ values }) => values)).toEqual([
      ['a;b;c.mp4', '1;2'],
      ['d.mp4', '3;4'],
    ]);
  });

  it('counts empty rows, and a record with line breaks as one', () => {
    const { header, rows } = readTable('\nfile,note\n\na,"1\n2\n3"\n\nb,x\n');
    expect(header?.row).toBe(2);
    expect(rows.map(({ row }) => row)).toEqual([4, 6]);
  });

  it('passes over lines above the header that are empty, whatever the separator', () => {
    expect(readTable(';\n\nfile;label\na;live').rows).toEqual([{ row: 4, values: ['a', 'live'] }]);
  });

  it('has no header in an empty text', () => {
    for (const csv of ['', '\uFEFF', '\n\n', ' , '])
      expect(readTable(csv)).toEqual({ rows: [], problems: [] });
  });

  it('names the row in which a quotation mark is left open', () => {
    const { rows, problems } = readTable('file,label\na,live\n"b,live\nc,live\n');
    expect(rows.map(({ row }) => row)).toEqual([2]);
    expect(problems).toEqual([{ row: 3, message: expect.stringContaining('quotation mark') as string }]);
  });
});
