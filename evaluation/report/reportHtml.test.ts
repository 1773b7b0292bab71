import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { madeUpEvaluation, madeUpFigures, madeUpPictures, madeUpRecord } from './madeUp';
import { reportHtml } from './reportHtml';
import { pictureKey, worstWindows } from './worstWindows';

function madeUpReport(): string {
  const evaluation = madeUpEvaluation();
  return reportHtml(evaluation, madeUpFigures(), madeUpPictures(evaluation), { protocol: 'Protocol 1' });
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

describe('reportHtml', () => {
  it('needs nothing but itself', () => {
    const html = madeUpReport();
    expect(html).not.toMatch(/https?:\/\/|<script|<link|@import|url\(| on\w+=/);
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
    // For whoever wants to look at it: REPORT_TO=/some/report.html npx vitest run evaluation/report
    const target = process.env['REPORT_TO'];
    if (target) writeFileSync(target, html);
  });

  it('closes what it opens', () => {
    const html = madeUpReport();
    for (const tag of [
      'section',
      'table',
      'tr',
      'td',
      'th',
      'figure',
      'svg',
      'ul',
      'li',
      'dl',
      'dd',
      'p',
      'div',
    ]) {
      expect(occurrences(html, new RegExp(`<${tag}[\\s>]`, 'g')), tag).toBe(
        occurrences(html, new RegExp(`</${tag}>`, 'g')),
      );
    }
  });

  it('escapes what comes from the manifest', () => {
    const evaluation = madeUpEvaluation();
    const id = '<img src=x onerror=1>.mp4';
    const clip = {
      id,
      file: id,
      label: 'attack' as const,
      species: '"><b>',
      subject: id,
      slices: { [id]: id },
    };
    evaluation.records.push({ ...madeUpRecord(clip, 0.9, 1), error: '<i>&' });
    const figures = madeUpFigures();
    figures.slices = figures.slices.map((slice) => ({ ...slice, column: id, value: id }));
    for (const { operatingPoints } of figures.systems) {
      for (const { apcer } of operatingPoints) for (const entry of apcer) entry.species = '"><b>';
    }
    const html = reportHtml(evaluation, figures, madeUpPictures(evaluation), { protocol: '<u>' });
    expect(html).not.toMatch(/<img src=x|"><b>|<i>|<u>/);
    expect(html).toContain('&lt;img src=x onerror=1&gt;.mp4');
    expect(html).toContain('&lt;i&gt;&amp;');
  });

  it('draws a curve a system through all its points, and a bar a bin', () => {
    const html = madeUpReport();
    const curves = [...html.matchAll(/<polyline class="curve ([^"]+)" points="([^"]*)"/g)];
    expect(curves.map(([, style]) => style)).toEqual(['s1', 's2', 's3', 'product']);
    expect(occurrences(html, /<rect class="bar"/g)).toBe(3 * 20);
    expect(occurrences(html, /class="threshold"/g)).toBe(3);

    const figures = madeUpFigures();
    const shares = [0.001, 0.01, 0.1, 1];
    for (const system of figures.systems) {
      system.det = shares.map((share, index) => ({
        threshold: share,
        bpcer: share,
        apcer: shares.at(-1 - index) ?? 0,
      }));
      system.det.push({ threshold: Infinity, bpcer: 1, apcer: 0 });
    }
    const [first] = reportHtml(madeUpEvaluation(), figures, new Map()).matchAll(/points="([^"]*)"/g);
    // What is rarer than 0.1 % lies on the border, where the last point already is.
    expect(first?.[1]).toBe('44,12 168.7,126.7 293.3,241.3 418,356');
  });

  it('shows the worst window of a clip each, those that have a picture', () => {
    const evaluation = madeUpEvaluation();
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

    const pictures = madeUpPictures(evaluation);
    expect(occurrences(reportHtml(evaluation, madeUpFigures(), pictures), /<img /g)).toBe(36);
    const [worst] = attacks;
    if (worst) {
      const key = pictureKey(worst.record, worst.window);
      expect(key).toBe(`${worst.record.clip.id}@${worst.window.first}`);
      pictures.set(key, { face: 'javascript:1', context: '/elsewhere.jpg', depth: [1, 2] });
    }
    expect(occurrences(reportHtml(evaluation, madeUpFigures(), pictures), /<img /g)).toBe(33);
    expect(reportHtml(evaluation, madeUpFigures(), new Map())).not.toContain('Worst windows');
  });
});
