import { describe, expect, it } from 'vitest';
import { ManifestError } from '../../evaluation/manifest/problems';
import type { GivenFile } from './dropped';
import { readGiven } from './readGiven';

function given(...paths: string[]): GivenFile[] {
  return paths.map((path) => ({ path, file: new File(['frames'], path) }));
}

function table(path: string, ...lines: string[]): GivenFile {
  return { path, file: new File([lines.join('\n')], path) };
}

async function messagesOf(files: GivenFile[]): Promise<string[]> {
  const error: unknown = await readGiven(files).catch((caught: unknown) => caught);
  if (error instanceof ManifestError) return error.problems.map(({ message }) => message);
  throw error;
}

describe('folders', () => {
  it('say what is in them, as they do for the command', async () => {
    const { rows, note } = await readGiven(
      given(
        'clips/live/anna/a.mp4',
        'clips/attack/print/b.mp4',
        'clips/attack/replay/bo/2.jpg',
        'clips/attack/replay/bo/1.jpg',
      ),
    );
    expect(rows.map(({ file, label, species, subject }) => [file, label, species, subject])).toEqual([
      ['attack/print/b.mp4', 'attack', 'print', ''],
      ['attack/replay/bo', 'attack', 'replay', ''],
      ['live/anna/a.mp4', 'live', '', 'anna'],
    ]);
    expect(rows[1]?.sources.map(({ name }) => name)).toEqual([
      'clips/attack/replay/bo/1.jpg',
      'clips/attack/replay/bo/2.jpg',
    ]);
    expect(note).toBeUndefined();
  });

  it('may come one class at a time', async () => {
    const { rows } = await readGiven(given('live/a.mp4', 'live/b.mp4'));
    expect(rows.map(({ label }) => label)).toEqual(['live', 'live']);
  });

  it('leave out what lies beside them, and say so', async () => {
    const { rows, note } = await readGiven(given('live/a.mp4', 'attack/print/b.mp4', 'c.mp4'));
    expect(rows).toHaveLength(2);
    expect(note).toContain('One clip');
  });

  it('do not pass for clips where pictures of many people lie in them', async () => {
    expect(await messagesOf(given('live/1.jpg', 'live/2.jpg', 'attack/print/b.mp4'))).toEqual([
      expect.stringContaining('holds pictures directly'),
    ]);
  });
});

describe('files without an order', () => {
  it('may not share a name, or one would be lost', async () => {
    const twice = given('a.mp4', 'b.mp4', 'a.mp4');
    expect(await messagesOf(twice)).toEqual([expect.stringContaining('is the name of two files')]);
    const { rows } = await readGiven(given('live/a.mp4', 'live/b.mp4', 'live/.DS_Store', 'live/.DS_Store'));
    expect(rows).toHaveLength(2);
  });

  it('get no label', async () => {
    const { rows } = await readGiven(given('a.mp4', 'shots/1.jpg', 'shots/2.jpg'));
    expect(rows.map(({ id, kind, label, subject }) => [id, kind, label, subject])).toEqual([
      ['a.mp4', 'video', undefined, ''],
      ['shots', 'pictures', undefined, ''],
    ]);
  });

  it('may be a single folder of numbered pictures', async () => {
    const { rows } = await readGiven(given('shots/1.jpg', 'shots/2.jpg'));
    expect(rows.map(({ id, sources }) => [id, sources.length])).toEqual([['shots', 2]]);
  });

  it.each([
    ['no file', []],
    ['no clip', given('notes.txt', 'face.jpg')],
  ])('with %s are useless', async (_, files) => {
    expect(await messagesOf(files)).toEqual([expect.stringContaining('no clip')]);
  });
});

describe('a manifest', () => {
  it('says what lies where, from its own folder', async () => {
    const { rows } = await readGiven([
      ...given('set/data/videos/a.mp4', 'set/data/shots/b/1.jpg', 'set/data/shots/b/2.jpg'),
      table(
        'set/data/manifest.csv',
        'file,label,species,light',
        'videos/a.mp4,live,,dim',
        'shots/b,spoof,print,',
      ),
    ]);
    expect(rows).toMatchObject([
      { file: 'videos/a.mp4', kind: 'video', label: 'live', slices: { light: 'dim' }, row: 2 },
      { file: 'shots/b', kind: 'pictures', label: 'attack', species: 'print', row: 3 },
    ]);
    expect(rows.map(({ sources }) => sources.length)).toEqual([1, 2]);
  });

  it('may have any name if it is given by itself', async () => {
    const { rows } = await readGiven([...given('a.mp4'), table('labels.csv', 'file,label', 'a.mp4,attack')]);
    expect(rows).toMatchObject([{ id: 'a.mp4', label: 'attack', species: 'unknown' }]);
  });

  it('finds names whose accents are written otherwise, as on macOS', async () => {
    const [composed, decomposed] = ['Jörg', 'Jörg'.normalize('NFD')];
    const files = given(`${decomposed}/a.mp4`, `${decomposed}/b/1.jpg`, `${composed}.mp4`);
    const rows = [`${composed}/a.mp4,live`, `${composed}/b,live`, `${decomposed}.mp4,live`];
    const reading = await readGiven([...files, table('manifest.csv', 'file,label', ...rows)]);
    expect(reading.rows.map(({ sources }) => sources.length)).toEqual([1, 1, 1]);
  });

  it('is refused beside another, whose clips would be lost', async () => {
    const sets = ['a', 'b'].flatMap((set) => [
      ...given(`${set}/1.mp4`),
      table(`${set}/manifest.csv`, 'file,label', '1.mp4,live'),
    ]);
    const message = 'is one of several manifests: give one after the other, each with its clips';
    expect(await messagesOf(sets)).toEqual([message, message]);
    const below = [...sets.slice(0, 2), table('a/old/manifest.csv', 'file,label')];
    expect((await readGiven(below)).rows).toHaveLength(1);
  });

  it('is wrong where it is not in UTF-8', async () => {
    const file = new File([Buffer.from('file,label,subject\na.mp4,live,J\xf6rg', 'latin1')], 'manifest.csv');
    expect(await messagesOf([...given('a.mp4'), { path: 'manifest.csv', file }])).toEqual([
      expect.stringContaining('not in UTF-8'),
    ]);
  });

  it('is wrong where it names what is not there', async () => {
    const files = [
      ...given('a.mp4', 'empty/deep/1.jpg'),
      table('manifest.csv', 'file,label', 'a.mp4,perhaps', 'b.mp4,live', 'empty,live'),
    ];
    const messages = await messagesOf(files);
    expect(messages.join('\n')).toMatch(/perhaps[\s\S]*b\.mp4 is not there/);
    const ranged = [...given('empty/deep/1.jpg'), table('manifest.csv', 'file,label', 'empty,live')];
    expect(await messagesOf(ranged)).toEqual(['empty holds no numbered pictures']);
  });

  it('is wrong where a range leaves its pictures, as for the command', async () => {
    const rows = ['a,live,1,2', 'b,live,0,1', 'c,live,3,'];
    const pictures = given('a/1.jpg', 'a/2.jpg', 'b/1.jpg', 'b/2.jpg', 'c/1.jpg', 'c/2.jpg');
    expect(await messagesOf([...pictures, table('manifest.csv', 'file,label,start,end', ...rows)])).toEqual([
      'the range ends at frame 2, but the clip has only frames 0 to 1',
      'the range ends at frame 3, but the clip has only frames 0 to 1',
    ]);
  });
});
