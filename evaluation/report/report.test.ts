import { describe, expect, it } from 'vitest';
import type { Figures } from '../figures';
import { computeFigures } from '../metrics/computeFigures';
import type { ClipRecord, Evaluation } from '../records';
import { fixtureEvaluation, fixturePictures, fixtureRecord } from '../testing/evaluation';
import { acer, hter } from './acer';
import { clipsCsv, windowsCsv } from './csv';
import { reportHtml } from './reportHtml';
import { reportJson } from './reportJson';
import { textTable } from './textTable';

const fixed = computeFigures(fixtureEvaluation());
const fixtureFigures = () => structuredClone(fixed);
const anonymous = fixtureEvaluation();
for (const { clip } of anonymous.records) delete clip.subject;
const anonymousFigures = computeFigures(anonymous);
const nothing = computeFigures({ ...fixtureEvaluation(), records: [] });

/** Evaluations that lack something. */
const poor: Record<string, (records: ClipRecord[]) => ClipRecord[]> = {
  'no clips': () => [],
  'one class': (records) => records.filter(({ clip }) => clip.label === 'live'),
  'no windows and no slices': (records) =>
    records.map((record) => ({
      ...record,
      windows: [],
      clip: { ...record.clip, slices: {}, species: undefined },
      verdict: {
        outcome: 'inconclusive' as const,
        ending: 'no-face' as const,
        reasons: [{ code: 'nothing-scored' as const, weight: 0 }],
      },
    })),
  'failed clips': (records) =>
    records.map(({ clip }) => ({
      ...{ clip, width: 0, height: 0, frames: [], windows: [], error: 'no video track' },
    })),
};

const jsonOf = (...what: Parameters<typeof reportJson>) => reportJson(...what).join('');

/** Returns all files of a report, and the text for the terminal. */
function outputs(evaluation: Evaluation, figures: Figures): string[] {
  return [undefined, 'Protocol 1'].flatMap((protocol) => [
    jsonOf(evaluation, figures),
    windowsCsv(evaluation),
    clipsCsv(evaluation),
    textTable(evaluation, figures, { protocol }),
    reportHtml(evaluation, figures, fixturePictures(evaluation), { protocol }),
  ]);
}

describe('a report', () => {
  it.each(Object.keys(poor))('never says undefined or NaN: %s', (name) => {
    const { provenance, records } = fixtureEvaluation();
    const evaluation = { provenance, records: poor[name]?.(records) ?? [] };
    for (const output of outputs(evaluation, computeFigures(evaluation)))
      expect(output).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });

  it('never says undefined or NaN: numbers without end', () => {
    const figures = fixtureFigures();
    for (const { det, operatingPoints } of figures.systems) {
      det.push({ threshold: Infinity, bpcer: 1, apcer: 0 });
      for (const point of operatingPoints) point.threshold = -Infinity;
    }
    for (const output of outputs(fixtureEvaluation(), figures))
      expect(output).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });

  it('lists clips that failed with their error', () => {
    const evaluation = fixtureEvaluation();
    const clip = { id: 'bad.mp4', file: 'bad.mp4', label: 'live' as const, subject: 'x', slices: {} };
    evaluation.records.push({
      ...{ clip, width: 0, height: 0, frames: [], windows: [] },
      error: 'no video track',
    });
    expect(reportHtml(evaluation, fixtureFigures(), new Map())).toContain('no video track');
    expect(clipsCsv(evaluation)).toContain('bad.mp4,bad.mp4,live,,x,,,0,0,,,,,,no video track');
    expect(textTable(evaluation, fixtureFigures())).toContain('1 clip could not be judged');
  });
});

describe('reportJson', () => {
  it('reads back, rounded, with timings last', () => {
    const text = jsonOf(fixtureEvaluation(), fixtureFigures(), { decode: 12.3456789 });
    const read = JSON.parse(text) as { records: { frames: { box: number[]; scores: object }[] }[] };
    expect(Object.keys(read)).toEqual(['format', 'provenance', 'figures', 'records', 'timings']);
    expect(read).toMatchObject({ format: 'depthproof-evaluation/2', timings: { decode: 12.345679 } });
    expect(read.records).toHaveLength(36);
    expect(read.records[0]?.frames[0]?.box).toEqual([10.12, 20, 100, 120]);
    const [before] = text.split('"timings"');
    expect(jsonOf(fixtureEvaluation(), fixtureFigures(), { decode: 1 }).split('"timings"')[0]).toBe(
      before,
    );
  });

  it('has a piece for each record: thousands together are longer than a string can be', () => {
    const { provenance, records } = fixtureEvaluation();
    const longest = (pieces: string[]) => Math.max(...pieces.map(({ length }) => length));
    const [one, many] = [records, Array(9).fill(records).flat() as ClipRecord[]].map((some) =>
      reportJson({ provenance, records: some }, fixtureFigures()),
    );
    expect(longest(many ?? [])).toBe(longest(one ?? []));
    expect(JSON.parse(many?.join('') ?? '')).toMatchObject({ records: { length: 9 * records.length } });
  });

  it('is the same whatever the order of keys', () => {
    const [evaluation, figures] = [fixtureEvaluation(), fixtureFigures()];
    const turned = jsonOf(reversed(evaluation), reversed(figures), reversed({ a: 1, b: 2 }));
    expect(turned).toBe(jsonOf(evaluation, figures, { a: 1, b: 2 }));
  });

  it('keeps a column called __proto__ and one it has never heard of', () => {
    const evaluation = fixtureEvaluation();
    const slices = JSON.parse('{ "__proto__": "a", "zebra": "b" }') as Record<string, string>;
    const [record] = evaluation.records;
    if (record) record.clip.slices = slices;
    expect(jsonOf(evaluation, fixtureFigures())).toContain('{ "__proto__": "a", "zebra": "b" }');
  });
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed<unknown>(member)])) as T;
}

describe('csv', () => {
  it('has a row a window and a column a system', () => {
    const evaluation = fixtureEvaluation();
    const [head, first, ...rest] = windowsCsv(evaluation).trimEnd().split('\n');
    expect(head).toBe(
      'clip,label,species,subject,camera,light,start (s),end (s),score,probability,' +
        'texture (log odds),surroundings (log odds),rigidity (log odds),colour,peer,sharpness',
    );
    expect(first).toMatch(/^live\/face-0.mp4,live,,person 0,laptop,office,0,0.4,/);
    expect(first?.split(',').at(-3)).toBe('-0.25');
    expect(rest).toHaveLength(36 * 16 - 1);
  });

  it('has a row a clip', () => {
    const [head, first, ...rest] = clipsCsv(fixtureEvaluation()).trimEnd().split('\n');
    expect(head).toBe(
      'clip,file,label,species,subject,camera,light,frames,windows,mean probability,verdict,ending,reasons,milliseconds,error',
    );
    expect(first).toMatch(/,20,16,0\.\d{1,6},live,confident,nothing-against,800,$/);
    expect(rest).toHaveLength(35);
  });

  it('defuses formulas of the manifest, headings too, and leaves numbers alone', () => {
    const evaluation = fixtureEvaluation();
    const slices = { '=head': '@now', exposure: '-1.5', score: '+1+1', text: '=1\n2' };
    const clip = { id: '=HYPERLINK("x")', file: '-a.mp4', label: 'live' as const, subject: 'a,b', slices };
    evaluation.records = [fixtureRecord(clip)];
    const csv = clipsCsv(evaluation);
    expect(csv.split('\n')[0]).toContain(`"'=head",exposure,score,text`);
    expect(windowsCsv(evaluation).split('\n')[0]).toContain(',slice score,');
    for (const cell of [
      `"'=HYPERLINK(""x"")"`,
      `"'-a.mp4"`,
      '"a,b"',
      `"'@now"`,
      ',-1.5,',
      `"'+1+1"`,
      `"'=1\n2"`,
    ]) {
      expect(csv).toContain(cell);
    }
  });
});

describe('textTable', () => {
  it('has a row a system: product, networks, measurements', () => {
    const [verdicts, , head, rule, ...lines] = textTable(fixtureEvaluation(), fixtureFigures()).split('\n');
    expect(head).toMatch(/^\| System +\| AUC, all species +\| EER, all species +\|/);
    expect(rule).toMatch(/^\|( -+ \|){8}$/);
    const systems = lines.slice(0, 4).map((line) => line.split('|')[1]?.trim());
    expect(systems).toEqual(['Depthproof 0.1.0', 'Another network', 'Saturation', 'Sharpness']);
    expect(lines[0]).toMatch(
      / 3\.1 % \(12\/384, \[\d\.\d, \d\.\d\]\) +\| replay 6\.3 % \(12\/192, \[\d+\.\d, \d+\.\d\]\) +\| 2\.6 % \(5\/192, \[/,
    );
    expect(new Set([head, rule, ...lines.slice(0, 4)].map((line) => line?.length)).size).toBe(1);
    expect(lines.join('\n')).toContain('probability 0.5 of one window alone');
    expect(verdicts).toBe(
      'Verdicts over clips: bona fide 9/12 let in, 1/12 turned away, 2/12 without an answer; ' +
        'attacks 2/24 let in, 18/24 turned away, 4/24 without an answer.',
    );
  });

  it('has no intervals over subjects where none is stated', () => {
    const text = textTable(anonymous, anonymousFigures);
    expect(text).toMatch(/Depthproof 0\.1\.0 +\| 0\.\d{3} +\| \d\.\d % +\| 3\.1 % \(12\/384, \[.*replay 6\.3 % \(12\/192, \[/);
  });

  it('says so when a measurement does as well', () => {
    const figures = fixtureFigures();
    expect(textTable(fixtureEvaluation(), figures)).not.toContain('learned the camera');
    for (const system of figures.systems) if (system.system === 'sharpness') system.auc = { value: 1 };
    const sentence = 'Depthproof 0.1.0 may be telling cameras apart, not attacks.';
    expect(textTable(fixtureEvaluation(), figures)).toContain(sentence);
    expect(reportHtml(fixtureEvaluation(), figures, new Map())).toContain(sentence);
  });

  it('lets no species break the table or the terminal', () => {
    const figures = fixtureFigures();
    for (const { operatingPoints } of figures.systems) {
      for (const { apcer } of operatingPoints) for (const entry of apcer) entry.species = 'a|b\n\u001b[2J';
    }
    const text = textTable(fixtureEvaluation(), figures);
    expect(text).toContain('a\\|b [2J');
    expect(text).not.toContain('\u001b');
  });
});

describe('acer', () => {
  it('is half of worst APCER and BPCER over clips', () => {
    const figures = fixtureFigures();
    expect(acer(figures)).toBeCloseTo((1 / 12 + 0 / 12) / 2, 12);
    expect(hter(figures)).toBeCloseTo((1 / 24 + 0 / 12) / 2, 12);
    expect(acer(nothing)).toBeUndefined();
    expect(hter(nothing)).toBeUndefined();
    const options = { protocol: 'Protocol 1' };
    const line = 'over clips, Protocol 1, at mean probability 0.5 (for comparison with papers only)';
    expect(textTable(fixtureEvaluation(), figures, options)).toContain(line);
    expect(reportHtml(fixtureEvaluation(), figures, new Map(), options)).toContain(line);
    expect(reportHtml(fixtureEvaluation(), figures, new Map())).not.toContain('ACER');
  });
});
