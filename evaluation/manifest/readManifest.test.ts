import { describe, expect, it } from 'vitest';
import { problemsOf } from '../testing/problemsOf';
import { readManifest } from './readManifest';

const everything = () => true;

/** Reads lines without asking for both classes. */
function read(...lines: string[]) {
  return readManifest(lines.join('\n'), everything, { allowOneClass: true });
}

/** The problems of lines as `row: message`, without asking for both classes. */
function complaints(...lines: string[]): string[] {
  return problemsOf(() => read(...lines)).map(({ row, message }) => `${row ?? '-'}: ${message}`);
}

describe('readManifest', () => {
  it('reads all columns', () => {
    const csv = [
      'file,label,species,subject,start,end,face,camera,Skin Tone,notes',
      'a/1.mp4,live,,anna,36,62,100 200,laptop,IV,good one',
      'b.mp4,attack,print,bob,,,"10,20,30,40",,,',
      'c,attack,,,,,,,,',
    ].join('\n');
    expect(readManifest(csv, everything)).toEqual([
      {
        id: 'a/1.mp4#36-62@100,200',
        file: 'a/1.mp4',
        label: 'live',
        subject: 'anna',
        start: 36,
        end: 62,
        face: { x: 100, y: 200, width: 0, height: 0 },
        slices: { camera: 'laptop', 'Skin Tone': 'IV' },
        row: 2,
      },
      {
        id: 'b.mp4@10,20,30,40',
        file: 'b.mp4',
        label: 'attack',
        species: 'print',
        subject: 'bob',
        face: { x: 10, y: 20, width: 30, height: 40 },
        slices: {},
        row: 3,
      },
      { id: 'c', file: 'c', label: 'attack', species: 'unknown', slices: {}, row: 4 },
    ]);
  });

  it('needs no more than file and label, in any order and case', () => {
    expect(read('LABEL,File', 'Bona Fide,a.mp4', 'SPOOF,b.mp4').map(({ label }) => label)).toEqual([
      'live',
      'attack',
    ]);
  });

  it.each(['attack_type', 'Attack Type', 'pai'])('takes %s for the species', (name) => {
    expect(read(`file,label,${name}`, 'a.mp4,fake,replay')[0]).toMatchObject({
      species: 'replay',
      slices: {},
    });
  });

  it('makes a slice of a second column that could be the species', () => {
    expect(read('file,label,pai,species', 'a.mp4,fake,tablet 3,replay')[0]).toMatchObject({
      species: 'replay',
      slices: { pai: 'tablet 3' },
    });
  });

  it.each(['subject_id', 'Subject ID', 'client', 'client_id'])('takes %s for the subject', (name) => {
    expect(read(`file,label,${name}`, 'a.mp4,live,anna')[0]).toMatchObject({ subject: 'anna', slices: {} });
  });

  it('makes no slice of a second column that names people', () => {
    expect(read('file,label,client,subject', 'a.mp4,live,c12,anna')[0]).toMatchObject({
      subject: 'anna',
      slices: {},
    });
  });

  it('reads the face from columns of its own', () => {
    const faces = read(
      'file,label,face_x,face_y,face_w,face_h',
      'a.mp4,live,1,2,3,4',
      'b.mp4,live,1,2,,',
      'c.mp4,live,,,,',
    ).map(({ face }) => face);
    expect(faces).toEqual([
      { x: 1, y: 2, width: 3, height: 4 },
      { x: 1, y: 2, width: 0, height: 0 },
      undefined,
    ]);
  });

  it('makes the id of file and range, and no subject', () => {
    const clips = read('file,label,start,end', 'a.mp4,live,5,', 'a.mp4,live,,4', 'b.mp4,live,1.0,2.0');
    expect(clips.map(({ id }) => id)).toEqual(['a.mp4#5-', 'a.mp4#-4', 'b.mp4#1-2']);
    for (const clip of clips) expect(clip).not.toHaveProperty('subject');
  });

  it('ignores bookkeeping, unnamed and empty columns', () => {
    const csv = [
      ',file,label,note,Notes,comment,repo,licence,license,fps,light,',
      '0,a.mp4,live,n,n,c,r,l,l,30,,',
    ];
    expect(read(...csv)[0]?.slices).toEqual({});
  });

  it('accepts what spreadsheets make of a manifest', () => {
    const csv =
      '\uFEFF"file";"label";"note"\r\n"видео\\Ян Ли; 1.mp4" ; live ;"two\r\nlines"\r\nb.mp4;attack\r\n;;\r\n\r\n';
    expect(readManifest(csv, everything)).toMatchObject([
      { file: 'видео/Ян Ли; 1.mp4', label: 'live', row: 2 },
      { file: 'b.mp4', label: 'attack', row: 3 },
    ]);
  });

  it('asks for paths with slashes, and leaves it to the caller where they lead', () => {
    const asked: string[] = [];
    const exists = (path: string) => asked.push(path) > 0;
    readManifest('file,label\n..\\up\\a.mp4,live\n/abs/b.mp4,attack\n./c/,live\nD:\\d.mp4,live', exists);
    expect(asked).toEqual(['../up/a.mp4', '/abs/b.mp4', 'c', 'D:/d.mp4']);
  });

  it('lets rows of one label share frames, and labels share a file', () => {
    expect(
      read('file,label,start,end', 'a,live,0,9', 'a,live,5,14', 'a,attack,15,20', 'a,attack,21,'),
    ).toHaveLength(4);
  });
});

describe('readManifest on bad input', () => {
  it.each(['', '\n\n', '\uFEFF'])('objects to the empty manifest %j', (csv) => {
    expect(problemsOf(() => readManifest(csv, everything))).toEqual([
      { message: expect.stringContaining('empty') as string },
    ]);
  });

  it('objects to a manifest without rows, even where one class is allowed', () => {
    expect(complaints('file,label', '', ',')).toEqual([expect.stringMatching(/^-: .*no clips: add a row/)]);
  });

  it('names each missing column once, and still checks the others', () => {
    expect(complaints('path,label,start', 'a.mp4,live,x', 'b.mp4,liv,')).toEqual([
      '1: the column file is missing: add it to the header, which has path, label, start',
      expect.stringMatching(/^2: start "x"/),
      expect.stringMatching(/^3: label "liv"/),
    ]);
    expect(complaints('file,class', ',live')).toEqual([
      expect.stringMatching(/^1: the column label is missing/),
      expect.stringMatching(/^2: file is empty/),
    ]);
    expect(complaints('a.mp4,live', 'b.mp4,attack')).toHaveLength(2);
  });

  it('objects to a column that is there twice', () => {
    expect(complaints('file,label,camera,Camera,note,note', 'a,live,x,y,,')).toEqual([
      '1: the column camera is there twice: rename or remove one',
    ]);
  });

  it.each([
    ['an empty file', ',live,,,,', /file is empty/],
    ['an empty label', 'a,,,,,', /label is empty: write live or attack/],
    ['an unknown label', 'a,liv,,,,', /label "liv" is unknown: write live or attack/],
    ['a negative start', 'a,live,,-1,,', /start "-1" is no frame: write a whole number from 0/],
    ['a broken start', 'a,live,,1.5,,', /start "1.5" is no frame/],
    ['an end that is no number', 'a,live,,,last,', /end "last" is no frame/],
    ['a start after the end', 'a,live,,9,8,', /start 9 is after end 8/],
    ['a malformed face', 'a,live,,,,1 2 3', /face "1 2 3" is malformed: write x y/],
    ['a species on a live row', 'a,live,print,,,', /a live clip has no species, but this one has "print"/],
    ['a species that is none', 'a,attack,Bona fide,,,', /"Bona fide" is no species of attack/],
    ['too many values', 'a, b.mp4,live,,,,,x', /8 values for 6 columns: .* quotation marks/],
  ])('objects to %s', (_, line, message) => {
    expect(complaints('file,label,species,start,end,face', 'ok,live,,,,', line)).toEqual([
      expect.stringMatching(new RegExp(`^3: .*${message.source}`)),
    ]);
  });

  it('objects to half a face, and to two', () => {
    const header = 'file,label,face,face_x,face_y,face_w,face_h';
    expect(complaints(header, 'a,live,,5,,,', 'b,live,,,,5,5', 'c,live,1 2,1,2,,', 'd,live,,1,2,3,')).toEqual(
      [
        expect.stringMatching(/^2: face "5" is malformed/),
        expect.stringMatching(/^3: face "\? \? 5 5" is malformed/),
        expect.stringMatching(/^4: face and face_x, face_y are both filled in/),
        expect.stringMatching(/^5: face "1 2 3" is malformed/),
      ],
    );
  });

  it('takes no decimal comma for a second number of the face', () => {
    expect(complaints('file;label;face_x;face_y', 'a.mp4;live;10,5;20,5')).toEqual([
      expect.stringMatching(/^2: face "10,5 20,5" is malformed/),
    ]);
  });

  it('names the files that are missing', () => {
    const csv = 'file,label\na.mp4,live\nsub\\b.mp4,attack\nc.mp4,live';
    expect(problemsOf(() => readManifest(csv, (path) => path === 'a.mp4'))).toEqual([
      { row: 3, file: 'sub/b.mp4', message: expect.stringMatching(/^sub\/b.mp4 is not there/) as string },
      { row: 4, file: 'c.mp4', message: expect.stringMatching(/^c.mp4 is not there/) as string },
    ]);
  });

  it.each([
    ['the same file twice', ['a,live,,', 'a,live,,'], /a is in row 2 already/],
    ['the same file written differently', ['x\\a,live,,', './x/a,live,,'], /x\/a is in row 2 already/],
    ['the same range twice', ['a,live,0,9', 'a,live,,9'], /a#-9 is in row 2 already/],
    [
      'a file under two labels',
      ['a,live,,', 'a,attack,,'],
      /same clip under two labels, attack here and live in row 2/,
    ],
    ['a range under two labels', ['a,live,3,9', 'a,attack,3,9'], /a#3-9 is the same clip under two labels/],
    [
      'overlapping ranges',
      ['a,live,3,9', 'a,attack,9,12'],
      /a#9-12 \(attack\) shares frames with a#3-9 \(live\) in row 2/,
    ],
    ['a range in a whole file', ['a,live,,', 'a,attack,9,12'], /shares frames with a \(live\) in row 2/],
    [
      'a whole file about a range',
      ['a,attack,9,12', 'a,live,,'],
      /a \(live\) shares frames with a#9-12 \(attack\)/,
    ],
    ['open ranges', ['a,live,,9', 'a,attack,9,'], /shares frames/],
  ])('objects to %s', (_, lines, message) => {
    expect(complaints('file,label,start,end', ...lines)).toEqual([
      expect.stringMatching(new RegExp(`^3: .*${message.source}`)),
    ]);
  });

  it('takes one film twice, with another face each', () => {
    const clips = read('file,label,face', 'a,live,100 50', 'a,attack,400 50', 'a,live,700 50', 'b,attack,');
    expect(clips.map(({ id, label }) => [id, label])).toEqual([
      ['a@100,50', 'live'],
      ['a@400,50', 'attack'],
      ['a@700,50', 'live'],
      ['b', 'attack'],
    ]);
  });

  it.each([
    ['one face twice', ['a,live,100 50', 'a,live,"100, 50"'], /a@100,50 is in row 2 already/],
    ['one face under two labels', ['a,live,9 9', 'a,attack,9 9'], /a@9,9 is the same clip under two labels/],
    [
      'two labels of which one states no face',
      ['a,live,', 'a,attack,9 9'],
      /a@9,9 is the same clip under two labels, .* say in both rows which face is meant/,
    ],
  ])('objects to %s', (_, lines, message) => {
    expect(complaints('file,label,face', ...lines)).toEqual([
      expect.stringMatching(new RegExp(`^3: .*${message.source}`)),
    ]);
  });

  it('compares a row with the first earlier one only', () => {
    expect(complaints('file,label', 'a,live', 'a,live', 'a,attack')).toEqual([
      expect.stringMatching(/^3: .*row 2/),
      expect.stringMatching(/^4: .*row 2/),
    ]);
  });

  it('finds contradictions among rows with other faults', () => {
    const csv = 'file,label,face\na,live,\na,attack,x';
    expect(
      problemsOf(() => readManifest(csv, () => false)).map(({ row, message }) => [row, message]),
    ).toEqual([
      [2, expect.stringContaining('not there')],
      [3, expect.stringContaining('not there')],
      [3, expect.stringContaining('malformed')],
      [3, expect.stringContaining('two labels')],
    ]);
  });

  it.each([
    ['live', /^the manifest has only live clips: error rates of attacks need attacks; add some/],
    ['attack', /^the manifest has only attacks: error rates of bona fide presentations need live clips; /],
  ])('wants more than %s clips, unless one class is allowed', (label, message) => {
    const csv = `file,label\na,${label}\nb,${label}`;
    const problems = problemsOf(() => readManifest(csv, everything));
    expect(problems).toEqual([{ message: expect.stringMatching(message) as string }]);
    expect(readManifest(csv, everything, { allowOneClass: true })).toHaveLength(2);
  });

  it('does not miss a class that may hide behind an illegible label or row', () => {
    expect(problemsOf(() => readManifest('file,label\na,live\nb,atack', everything))).toHaveLength(1);
    expect(problemsOf(() => readManifest('file,label\na,live\n"b,attack', everything))).toHaveLength(1);
    expect(problemsOf(() => readManifest('file,label\na,live\nb,live,x', everything))).toHaveLength(1);
  });

  it('counts a class although its clip has other faults', () => {
    const problems = problemsOf(() => readManifest('file,label,start\na,live,\nb,attack,x', everything));
    expect(problems.map(({ row }) => row)).toEqual([3]);
  });

  it('reports everything at once, in the order of the rows', () => {
    const csv = [
      'file,label,species,start,end,note',
      'a.mp4,live,print,,,',
      'gone.mp4,attack,print,9,3,"two',
      'lines"',
      '',
      ',what,,x,-1,',
      'a.mp4,spoof,,4,,',
      'b.mp4,attack,,,,',
      '"open,live',
    ].join('\r\n');
    let message = '';
    try {
      readManifest(csv, (path) => path !== 'gone.mp4');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split('\n')).toEqual([
      'row 2: a live clip has no species, but this one has "print": clear it, or set label to attack',
      "row 3: gone.mp4 is not there: correct the path, which starts from the manifest's folder",
      'row 3: start 9 is after end 3: swap or correct them',
      "row 5: file is empty: name the clip's file, or remove the row",
      'row 5: label "what" is unknown: write live or attack',
      'row 5: start "x" is no frame: write a whole number from 0, or leave it empty',
      'row 5: end "-1" is no frame: write a whole number from 0, or leave it empty',
      'row 6: a.mp4#4- (attack) shares frames with a.mp4 (live) in row 2: correct the label or the ranges',
      'row 8: a quotation mark is opened and not closed: close it, or write it twice ("") where it is part of the value',
    ]);
  });
});
