import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeFigures } from '../metrics/computeFigures';
import { pictureKey, worstWindows } from '../metrics/worstWindows';
import { fixtureEvaluation, fixturePictures, fixtureRecord } from '../testing/evaluation';
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
    for (const tag of 'section table tr td th figure svg ul li dl dd p div'.split(' ')) {
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

  it('tells windows at probability 0.5 from the verdicts of the product, and heads the report with both', () => {
    const html = fixtureReport();
    const headline = html.slice(html.indexOf('<dl class="headline">'), html.indexOf('</header>'));
    expect(headline).toContain('12/192 windows [');
    expect(headline).toMatch(
      /<dd>Verdicts: replay 20\.0 % \(2\/10, \[.*<dd>Non-response: print 16\.7 % \(2\/12, \[/,
    );
    expect(headline).toMatch(/<dd>Verdicts: 10\.0 % \(1\/10, \[.*<dd>Non-response: 16\.7 % \(2\/12, \[/);
    expect(headline).toContain('at probability 0.5, one window alone.');
    expect(html).not.toContain('shipped');
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
    expect(none).toContain('12/192 windows [');
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

  it('shows the worst window of a clip each, those that have a picture', () => {
    const evaluation = fixtureEvaluation();
    const { attacks, bonaFide } = worstWindows(evaluation);
    expect([attacks.length, bonaFide.length]).toEqual([6, 6]);
    const probabilities = attacks.map(({ window }) => window.probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    expect(bonaFide[0]?.window.probability).toBe(
      Math.min(
        ...evaluation.records
          .filter(({ clip }) => clip.label === 'live')
          .flatMap(({ windows }) => windows.map(({ probability }) => probability)),
      ),
    );
    expect(new Set(attacks.map(({ record }) => record.clip.id)).size).toBe(6);

    const pictures = fixturePictures(evaluation);
    expect(occurrences(reportHtml(evaluation, fixtureFigures(), pictures), /<img /g)).toBe(36);
    const [worst] = attacks;
    if (worst) {
      const key = pictureKey(worst.record, worst.window);
      expect(key).toBe(`${worst.record.clip.id}@${worst.window.first}`);
      pictures.set(key, { face: 'javascript:1', context: '/elsewhere.jpg', depth: [1, 2] });
    }
    expect(occurrences(reportHtml(evaluation, fixtureFigures(), pictures), /<img /g)).toBe(33);
    expect(reportHtml(evaluation, fixtureFigures(), new Map())).not.toContain('Worst windows');
  });
});
