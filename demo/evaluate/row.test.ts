import { describe, expect, it } from 'vitest';
import { added, clipOf, lackOf, problemsOf, rowOf, type LabelledRow, type Row } from './row';

function row(id: string, more: Partial<Row> = {}): Row {
  const sources = [new File(['frames'], id, { lastModified: 1 })];
  return {
    id,
    file: id,
    kind: 'video',
    sources,
    label: 'live',
    species: '',
    subject: '',
    slices: {},
    ...more,
  };
}

describe('clipOf', () => {
  const of = (more: Partial<LabelledRow>) => clipOf({ ...row('a.mp4'), label: 'live', ...more });

  it('makes up no subject, neither here nor on the way', () => {
    const clip = of({ subject: ' ' });
    expect(clip).toStrictEqual({ id: 'a.mp4', file: 'a.mp4', label: 'live', slices: {} });
    expect(clipOf({ ...rowOf(clip, 'video', []), label: 'live' })).toStrictEqual(clip);
    expect(of({ subject: ' anna ' }).subject).toBe('anna');
  });

  it('gives attacks a species, and live clips none', () => {
    expect(of({ label: 'attack', species: ' print ' }).species).toBe('print');
    expect(of({ label: 'attack' }).species).toBe('unknown');
    expect(of({ species: 'print' })).not.toHaveProperty('species');
  });

  it('keeps what only a manifest can say', () => {
    const said = {
      start: 3,
      end: 9,
      face: { x: 1, y: 2, width: 0, height: 0 },
      row: 4,
      slices: { light: 'dim' },
    };
    expect(of(said)).toMatchObject(said);
  });
});

describe('problemsOf', () => {
  it('names each clip without a label, and a species that is none', () => {
    const rows = [
      row('a.mp4', { label: undefined }),
      row('b.mp4', { label: 'attack', species: 'Real' }),
      row('c.mp4', { label: 'attack', species: 'print' }),
    ];
    expect(problemsOf(rows).map(({ file }) => file)).toEqual(['a.mp4', 'b.mp4']);
  });
});

describe('lackOf', () => {
  it('speaks up where all are labelled and of one class', () => {
    expect(lackOf([row('a'), row('b')])).toContain('All clips are live');
    expect(lackOf([row('a', { label: 'attack' })])).toContain('All clips are attacks');
  });

  it.each([
    ['no clip', []],
    ['both classes', [row('a'), row('b', { label: 'attack' })]],
    ['labels to come', [row('a'), row('b', { label: undefined })]],
  ])('is silent with %s', (_, rows) => {
    expect(lackOf(rows)).toBeUndefined();
  });
});

describe('added', () => {
  it('leaves out what is there already', () => {
    const rows = [row('a.mp4', { label: 'attack' })];
    expect(added(rows, [row('a.mp4')])).toEqual(rows);
  });

  it('tells files of the same name apart', () => {
    const other = [new File(['other frames'], 'a.mp4', { lastModified: 1 })];
    const twice = added([row('a.mp4')], [row('a.mp4', { sources: other })]);
    expect(twice.map(({ id }) => id)).toEqual(['a.mp4', 'a.mp4 (2)']);
    expect(added(twice, [row('a.mp4', { sources: other })])).toHaveLength(2);
  });
});
