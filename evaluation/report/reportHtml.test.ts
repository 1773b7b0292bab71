import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeFigures } from '../metrics/computeFigures';
import { fixtureEvaluation, fixturePictures, fixtureRecord } from '../testing/evaluation';
import { frame, verdict } from '../testing/records';
import { reportHtml } from './reportHtml';

const fixed = computeFigures(fixtureEvaluation());
const fixtureFigures = () => structuredClone(fixed);
const anonymous = fixtureEvaluation();
for (const { clip } of anonymous.records) delete clip.subject;
const anonymousFigures = computeFigures(anonymous);

function fixtureReport(): string {
  const evaluation = fixtureEvaluation();
  return reportHtml(evaluation, fixtureFigures(), fixturePictures(evaluation), { protocol: 'Protocol 1' });
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

describe('reportHtml', () => {
  it('needs nothing but itself', () => {
    const html = fixtureReport();
    expect(html).not.toMatch(/https?:\/\/|<script|<link|@import|url\(| on\w+=/);
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
    // To look at it: REPORT_TO=/some/report.html npx vitest run evaluation/report
    const target = process.env['REPORT_TO'];
    if (target) writeFileSync(target, html);
  });

  it('closes what it opens', () => {
    const html = fixtureReport();
    for (const tag of 'section table tr td th figure svg ul ol li dl dd p div details'.split(' ')) {
      expect(occurrences(html, new RegExp(`<${tag}[\\s>]`, 'g')), tag).toBe(
        occurrences(html, new RegExp(`</${tag}>`, 'g')),
      );
    }
  });

  it('escapes what comes from the manifest', () => {
    const evaluation = fixtureEvaluation();
    const id = '<img src=x onerror=1>.mp4';
    const clip = {
      id,
      file: id,
      label: 'attack' as const,
      species: '"><b>',
      subject: id,
      slices: { [id]: id },
    };
    evaluation.records.push({ ...fixtureRecord(clip), error: '<i>&' });
    const figures = fixtureFigures();
    figures.slices = figures.slices.map((slice) => ({ ...slice, column: id, value: id }));
    for (const { operatingPoints } of figures.systems) {
      for (const { apcer } of operatingPoints) for (const entry of apcer) entry.species = '"><b>';
    }
    const html = reportHtml(evaluation, figures, fixturePictures(evaluation), { protocol: '<u>' });
    expect(html).not.toMatch(/<img src=x|"><b>|<i>|<u>/);
    expect(html).toContain('&lt;img src=x onerror=1&gt;.mp4');
    expect(html).toContain('&lt;i&gt;&amp;');
  });

  it('draws a curve a system through all its points, and a bar a bin', () => {
    const html = fixtureReport();
    const curves = [...html.matchAll(/<polyline class="curve ([^"]+)" points="([^"]*)"/g)];
    expect(curves.map(([, style]) => style)).toEqual(['s1', 's2', 's3', 'product']);
    expect(occurrences(html, /<rect class="bar"/g)).toBe(3 * 20);
    expect(occurrences(html, /class="threshold"/g)).toBe(3);

    const figures = fixtureFigures();
    const shares = [0.001, 0.01, 0.1, 1];
    for (const system of figures.systems) {
      system.det = shares.map((share, index) => ({
        threshold: share,
        bpcer: share,
        apcer: shares.at(-1 - index) ?? 0,
      }));
      system.det.push({ threshold: Infinity, bpcer: 1, apcer: 0 });
    }
    const [first] = reportHtml(fixtureEvaluation(), figures, new Map()).matchAll(/points="([^"]*)"/g);
    // Rates below 0.1 % lie on the border, where the last point already is.
    expect(first?.[1]).toBe('44,12 168.7,126.7 293.3,241.3 418,356');
  });

  it('marks no error rate of pooled species on the curves of the worst', () => {
    const html = fixtureReport();
    const figure = html.slice(html.indexOf('<figure class="det">'), html.indexOf('</figcaption>'));
    expect(figure).not.toMatch(/eer/i);
    expect(html).toContain('<th scope="col" class="figure">EER, all species</th>');
  });

  it('begins with what people and attackers experience, all attacks beside the worst species', () => {
    const html = fixtureReport();
    const headline = html.slice(html.indexOf('<dl class="headline">'), html.indexOf('</header>'));
    expect(headline).toMatch(
      /Bona fide let in<\/dt><dd class="rate">75\.0 %<.*>9\/12 clips \[.*Turned away: 8\.3 % \(1\/12, \[.*No answer: 16\.7 % \(2\/12, \[.*rejected \(BPCER\): 2\.6 % \(5\/192, \[/,
    );
    expect(headline).toMatch(
      /all species<\/dt><dd class="rate">8\.3 %<.*>2\/24 clips \[.*Worst species: replay 16\.7 % \(2\/12, \[.*Caught: 75\.0 % \(18\/24, \[.*accepted: 3\.1 % \(12\/384, \[.*\(APCER\): replay 6\.3 % \(12\/192, \[/,
    );
    expect(headline).toContain('Single windows: at probability 0.5.');
    expect(html.indexOf('Verdicts over clips')).toBeLessThan(html.indexOf('Systems over windows'));
    expect(html).not.toContain('shipped');
  });

  it('counts verdicts and first reasons by group', () => {
    const html = fixtureReport();
    const table = (caption: string) => {
      const from = html.indexOf(`<caption>${caption}`);
      return html.slice(from, html.indexOf('</table>', from)).replace(/<\/t[dh]>/g, ' ').replace(/<[^>]+>/g, '');
    };
    expect(table('Verdicts over clips')).toMatch(/all attacks 24 8\.3 % \(2\/24, \[.*75\.0 % .*16\.7 % .*source-ended 4/);
    expect(table('First reasons')).toMatch(/texture of a screen\. 1 10 8 /);
  });

  it('counts nothing of clips that failed', () => {
    const evaluation = fixtureEvaluation();
    evaluation.records = evaluation.records.map((record, index) =>
      index < 9 ? record : { ...record, error: 'no video track' },
    );
    expect(reportHtml(evaluation, fixtureFigures(), new Map())).toContain(
      'Measured on 4 subjects, 9 clips (9 bona fide, 0 attacks) and 144 windows; 27 more clips failed.',
    );
  });

  it('says how many clips state no subject', () => {
    const evaluation = fixtureEvaluation();
    for (const { clip } of evaluation.records.slice(8)) delete clip.subject;
    const some = reportHtml(evaluation, fixtureFigures(), new Map());
    expect(some).toContain(
      'Measured on 4 subjects, 36 clips (12 bona fide, 24 attacks) and 576 windows; ' +
        'subjects not stated for 28 clips, each of which counts as one.',
    );
    for (const shown of ['resampled over subjects', 'interval over subjects', 'Systems over subjects'])
      expect(some).toContain(shown);

    const none = reportHtml(anonymous, anonymousFigures, new Map());
    expect(none).toContain(
      'Measured on 36 clips (12 bona fide, 24 attacks) and 576 windows; subjects not stated',
    );
    for (const hidden of [
      'resampled over subjects',
      'interval over subjects',
      '>Over subjects',
      'Systems over subjects',
    ])
      expect(none).not.toContain(hidden);
    expect(none).toMatch(/<td class="figure">0\.\d{3}<\/td><td class="figure">\d\.\d %<\/td>/);
    expect(none).toContain('replay 6.3 % (12/192, [');
  });

  it('shows no bounds that are one number', () => {
    const figures = fixtureFigures();
    for (const system of figures.systems) {
      system.auc = { value: 1, lower: 1, upper: 1 };
      system.eer = { value: 0, lower: 0, upper: 0 };
    }
    const html = reportHtml(fixtureEvaluation(), figures, new Map());
    expect(html).toContain('<td class="figure">1.000</td><td class="figure">0.0 %</td>');
  });

  it('shows each clip, errors first, with its reasons and where they show', () => {
    const evaluation = fixtureEvaluation();
    const pictures = fixturePictures(evaluation);
    const html = reportHtml(evaluation, fixtureFigures(), pictures);
    const cards = html.slice(html.indexOf('<ul class="clips">')).split('<li class="').slice(1);
    expect(cards).toHaveLength(36);
    expect(cards.slice(0, 3).every((card) => card.startsWith('wrong"'))).toBe(true);
    expect(cards[3]).toContain('<b>No answer</b>');

    const spoof = cards.find((card) => card.includes('print-0.mp4')) ?? '';
    expect(spoof).toContain('<b>Caught</b>');
    expect(spoof).toContain('The picture has the texture of a screen. (−3.25, 0.2 s)');
    // The clip is 640 px wide; the drawing 320.
    expect(spoof).toContain('<rect x="32" y="16" width="160" height="120"/>');
    expect(occurrences(spoof, /<img /g)).toBe(3);
    expect(occurrences(spoof, /<rect /g)).toBe(2);
    expect(spoof).toMatch(/<summary>16 windows<.*>texture<\/th>/s);
    expect(spoof).toContain('−0.75');

    const live = cards.find((card) => card.includes('face-0.mp4')) ?? '';
    expect(live).toContain('No kind of evidence stands out against a real face.');
    expect([occurrences(live, /<img /g), occurrences(live, /<rect /g)]).toEqual([2, 0]);
  });

  it('shows a depth map only where there is one, and no picture from elsewhere', () => {
    const evaluation = fixtureEvaluation();
    const pictures = fixturePictures(evaluation);
    for (const [id, { frames }] of pictures) pictures.set(id, { frames });
    expect(reportHtml(evaluation, fixtureFigures(), pictures)).not.toContain('Depth map');
    for (const id of pictures.keys())
      pictures.set(id, { frames: [0, 1, 2].map((frame) => [frame, '/elsewhere.jpg']), depth: [1, 2] });
    expect(reportHtml(evaluation, fixtureFigures(), pictures)).not.toContain('<img ');
    expect(reportHtml(evaluation, fixtureFigures(), new Map())).toContain('<b>Attack let in</b>');
  });

  it('says what kept a clip from its windows', () => {
    const evaluation = fixtureEvaluation();
    const [record] = evaluation.records;
    Object.assign(record ?? {}, {
      windows: [],
      verdict: { ...verdict('inconclusive'), reasons: [{ code: 'nothing-scored', weight: 0 }] },
      frames: [frame({ hint: 'off-centre' })],
    });
    expect(reportHtml(evaluation, fixtureFigures(), new Map())).toContain('No window could be scored. (off-centre)');
  });
});
