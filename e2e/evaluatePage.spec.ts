import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { Figures } from '../evaluation/figures';
import { PRODUCT } from '../evaluation/metrics/system';
import type { Evaluation } from '../evaluation/records';
import { findBrowser } from '../scripts/findBrowser.mjs';
import { expect, test } from './launch';
import { writeShortClip } from './shortClip';

type Report = Evaluation & { figures: Figures };

const root = fileURLToPath(new URL('..', import.meta.url));
const clips = {
  'live.webm': 'live/live.webm',
  'print.webm': 'attack/print/print.webm',
};

let scratch: string;
test.beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'evaluate-'));
});
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Two bundled clips in folders that say what they are. */
function folderOfClips(): string {
  const folder = join(scratch, 'clips');
  for (const [name, place] of Object.entries(clips)) writeShortClip(name, join(folder, place));
  return folder;
}

async function runCommand(folder: string, out: string, ...options: string[]): Promise<string> {
  const path = join(scratch, out);
  const parameters = ['evaluate', folder, '--backend', 'wasm', '--out', path, ...options];
  const CHROME_PATH = await findBrowser();
  await promisify(execFile)(process.execPath, [join(root, 'dist/evaluation/depthproof.js'), ...parameters], {
    env: { ...process.env, ...(CHROME_PATH !== undefined && { CHROME_PATH }) },
  });
  return readFileSync(join(path, 'report.json'), 'utf8');
}

/** A report but for how long it took. */
function untimed(report: string): string {
  return report.slice(0, report.lastIndexOf('"timings"'));
}

/** What the page's journal says (demo/evaluate/journal.ts). */
async function state(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset['state']);
}

/** The product's figures that sum up the rest. */
function summaryOf({ figures }: Report) {
  return figures.systems
    .filter(({ system }) => system === PRODUCT)
    .map(({ unit, auc, eer, operatingPoints }) => ({
      unit,
      auc: auc.value,
      eer: eer.value,
      errors: operatingPoints
        .filter(({ name }) => name === 'shipped')
        .map(({ bpcer, apcer }) => [bpcer, ...apcer.map(({ rate }) => rate)].map(({ errors }) => errors)),
    }));
}

test('the page gives what the command gives, and the command twice the same', async ({ openPage }) => {
  test.slow();
  const folder = folderOfClips();
  const page = await openPage({ path: '/demo/evaluate/' });
  await page.getByLabel('Choose a folder').setInputFiles(folder);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect.poll(() => state(page), { timeout: 300_000 }).toMatch(/done|error/);

  expect(await state(page), await page.locator('#problem').innerText()).toBe('done');
  await expect(page.locator('#problem')).toBeHidden();
  await expect(page.locator('#notice')).toBeEmpty();
  await expect(page.getByRole('table', { name: 'Systems over windows' })).toContainText('depthproof');
  await expect(page.getByRole('img', { name: /DET curves/ })).toBeVisible();
  const shown = await page.evaluate(() => window.depthproofEvaluation.reportJson ?? '');
  for (const name of ['report.json', 'report.html', 'clips.csv', 'windows.csv']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.length).toBeGreaterThan(100);
    if (name === 'report.json') expect(text).toBe(shown);
  }

  const first = await runCommand(folder, 'first');
  // One browser after another gives what two beside each other do.
  const second = await runCommand(folder, 'first', '--fresh', '--jobs', '1');
  expect(untimed(second)).toBe(untimed(first));

  const [here, there] = [JSON.parse(shown) as Report, JSON.parse(first) as Report];
  expect(here.records.map(({ clip }) => clip)).toEqual(there.records.map(({ clip }) => clip));
  expect(here.provenance).toEqual(there.provenance);
  for (const [index, record] of here.records.entries()) {
    const other = there.records[index];
    expect(record.error).toBeUndefined();
    expect(record.frames.map(({ time }) => time)).toEqual(other?.frames.map(({ time }) => time));
    const places = ({ windows }: typeof record) => windows.map((window) => [window.first, window.last]);
    expect(places(record)).toEqual(other && places(other));
    for (const [at, { probability }] of record.windows.entries())
      expect(Math.abs(probability - (other?.windows[at]?.probability ?? NaN))).toBeLessThan(0.01);
  }
  // These clips state no subject.
  expect(summaryOf(here).map(({ unit }) => unit)).toEqual(['window', 'clip']);
  expect(summaryOf(here)).toEqual(summaryOf(there));
});

test('clips are labelled by hand, one that cannot be decoded is reported, and a run can be cancelled', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/demo/evaluate/' });
  const files = page.getByLabel('Choose files');
  const evaluate = page.getByRole('button', { name: 'Evaluate' });
  const problem = page.locator('#problem');
  await files.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no clip') });
  await expect(problem).toContainText('There is no clip among these files');
  expect(await state(page)).toBe('error');

  const clip = (name: string) => join(scratch, name);
  for (const name of ['live.webm', 'two-faces.webm']) writeShortClip(name, clip(name));
  const text = join(scratch, 'notes.mp4');
  writeFileSync(text, 'no video');
  await files.setInputFiles([clip('live.webm'), text, clip('two-faces.webm')]);
  await expect(problem).toBeHidden();
  await page.getByLabel('Label of live.webm').selectOption('live');
  await page.getByRole('button', { name: 'Remove two-faces.webm' }).click();
  await evaluate.click();
  await expect(problem).toContainText('notes.mp4: has no label');
  await page.getByRole('button', { name: 'Label the rest live' }).click();
  await expect(page.locator('#lack')).toContainText('All clips are live');
  await page.getByLabel('Label of notes.mp4').selectOption('attack');
  await page.getByLabel('Species of notes.mp4').fill('print');
  await expect(page.locator('#lack')).toBeEmpty();

  await evaluate.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('#notice')).toContainText('Cancelled');
  expect(await state(page)).toBe('idle');

  await evaluate.click();
  await expect.poll(() => state(page), { timeout: 300_000 }).toMatch(/done|error/);
  expect(await state(page), await problem.innerText()).toBe('done');
  await expect(page.locator('#notice')).toContainText('1 of 2 clips could not be judged');
  await expect(page.getByRole('table', { name: 'Clips that failed' })).toContainText(
    'npx depthproof evaluate',
  );
  const { records } = JSON.parse(
    await page.evaluate(() => window.depthproofEvaluation.reportJson ?? ''),
  ) as Report;
  expect(records.map(({ clip, error }) => [clip.id, clip.species, error === undefined])).toEqual([
    ['live.webm', undefined, true],
    ['notes.mp4', 'print', false],
  ]);
});
