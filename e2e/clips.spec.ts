import { readFile } from 'node:fs/promises';
import type * as depthproof from 'depthproof';
import { evidenceNames, reasonSentences } from '../evaluation/report/reasonWords';
import type { BackendName } from '../src/backends/backend';
import type { Facts } from '../src/evidence/response';
import type { EvidenceKind } from '../src/network/evidence';
import { watchTracks } from './camera';
import { expectJournal, journal, start } from './demoPage';
import { forgeRules } from './forgeRules';
import { expect, test } from './launch';

/** Milliseconds: a software rasterizer takes minutes for what a GPU does at once. */
const patience = 400_000;

for (const backend of ['wasm', 'webgl', 'webgpu'] satisfies BackendName[]) {
  test.describe(`through the fake camera on ${backend}`, () => {
    for (const [clip, outcome] of [
      ['live', 'live'],
      ['print', 'spoof'],
      ['replay', 'spoof'],
    ] as const) {
      // Detector and decision are the same on every backend, and golden.spec.ts tests WebGL's numbers.
      const tag = backend === 'wasm' || (backend === 'webgpu' && clip === 'live') ? [] : ['@sweep'];
      test(`the ${clip} clip is judged ${outcome}`, { tag }, async ({ openDemo }) => {
        // A software rasterizer scores one window in the time of forty, and the verdict may need several.
        const page = await openDemo({ clip, backend, parameters: { ...start, patience: '300' } });
        await expectJournal(page, 'state', /verdict|error/, patience);
        const seen = await page.evaluate(() => window.depthproofDemo.events);
        const last = seen.at(-1);
        expect(await journal(page), JSON.stringify(last)).toMatchObject({
          state: 'verdict',
          outcome,
          backend,
        });
        const windows = seen.filter((event) => event.type === 'window');
        expect(windows.length).toBeGreaterThan(0);
      });
    }

    const tag = backend === 'wasm' ? [] : ['@sweep'];
    test('two faces are asked to be one, and get no verdict', { tag }, async ({ openDemo }) => {
      const page = await openDemo({ clip: 'two-faces', backend, parameters: start });
      await expectJournal(page, 'hint', 'several-faces', patience);
      await page.waitForTimeout(2000);
      expect(await journal(page)).toMatchObject({ state: 'running', hint: 'several-faces' });
    });

    // session.test.ts has the ten seconds, and cameraTroubles.spec.ts a check that ends so after two.
    test('no face for ten seconds ends the check', { tag: '@sweep' }, async ({ openDemo }) => {
      const page = await openDemo({ clip: 'no-face', backend, parameters: start });
      await expectJournal(page, 'hint', 'no-face', patience);
      await expectJournal(page, 'errorCode', 'NO_FACE', 30_000);
    });
  });
}

test('a bundled clip plays without any camera; the demo shows what decided: reasons in words, their frames, and each kind of evidence', async ({
  openDemo,
}) => {
  const page = await openDemo({
    camera: 'absent',
    parameters: { source: 'replay', ...start },
  });
  await expectJournal(page, 'state', 'verdict', patience);
  expect(await journal(page)).toMatchObject({ outcome: 'spoof', backend: 'wasm' });
  const verdict = await page.evaluate(
    () =>
      window.depthproofDemo.events.flatMap((event) => (event.type === 'verdict' ? [event.verdict] : []))[0],
  );
  const reasons = verdict?.reasons ?? [];
  expect(reasons[0]?.shown).toBeDefined();
  const figures = page.getByRole('list', { name: 'Why' }).getByRole('figure');
  await expect(figures).toHaveCount(reasons.length);
  await expect(page.locator('#explanation')).toHaveText(reasonSentences[reasons[0]?.code ?? 'undecided']);
  for (const [index, { code }] of reasons.entries()) {
    const figure = figures.nth(index);
    await expect(figure).toContainText(reasonSentences[code]);
    const levels = await figure
      .getByRole('img')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        return new Set(data).size;
      });
    expect(levels).toBeGreaterThan(100);
  }
  const kinds = Object.keys(verdict?.model.evidence.weights ?? {}) as EvidenceKind[];
  const table = page.getByRole('table', { name: 'Evidence' });
  for (const kind of kinds)
    await expect(table.getByRole('row', { name: evidenceNames[kind] })).toContainText(/[−+]?\d\.\d/);
  expect(kinds).toContain('depth');
  const windows = Math.min(12, verdict?.windows.length ?? 0);
  const maps = page.getByRole('list', { name: 'Depth maps of the last windows' });
  await expect(maps.getByRole('img', { name: /^Depth map: nearest/ })).toHaveCount(windows);
  await expect(maps.getByRole('img', { name: /^The face/ })).toHaveCount(windows);
});

test('works under the policies that docs/integrate.md asks for, sent as one with every file', async ({
  openDemo,
}) => {
  const policy = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' blob:";
  const page = await openDemo({
    clip: 'live',
    backend: 'wasm',
    policy,
    parameters: start,
  });
  await expectJournal(page, 'state', /verdict|error/, patience);
  expect(await journal(page)).toMatchObject({ state: 'verdict' });
  const guide = await readFile(new URL('../docs/integrate.md', import.meta.url), 'utf8');
  for (const directive of policy.split('; ')) expect(guide).toContain(directive);
});

test('leaving the loop over events ends the check, with the camera out', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live' });
  const states = await watchTracks(page);
  // Without a preview the video is in the page all the same, as one pixel.
  const size = await page.evaluate(async (url) => {
    const { createLiveness } = (await import(url)) as typeof depthproof;
    const liveness = await createLiveness({ backend: 'wasm', continuous: true });
    const { offsetWidth, offsetHeight } = document.querySelector('video') ?? document.body;
    for await (const event of liveness) if (event.type === 'guidance') break;
    return [offsetWidth, offsetHeight];
  }, '/index.js');
  expect(await states()).toEqual(['ended']);
  expect(size).toEqual([1, 1]);
  await expect(page.locator('video')).toHaveCount(0);
});

test('evidence on WebGPU, whose memory holds few windows, is there also after more of them', async ({
  openPage,
}) => {
  const page = await openPage({ path: '/LICENSE', clip: 'live', backend: 'webgpu' });
  // No window counts for more than 1, and three of them do not reach 0.97.
  const rules = { correlation: 0, largestLogOdds: 1, liveProbability: 0.97, spoofProbability: -1 };
  await page.evaluate(forgeRules, rules);
  const { windows, backend, response } = await page.evaluate(async (url) => {
    const { createLiveness } = (await import(url)) as typeof depthproof;
    const { verdict } = await createLiveness({
      backend: 'webgpu',
      maxWindows: 60,
      noFaceTimeout: 400,
      sessionTimeout: 400,
      session: { token: 'a.b.c', ttl: 180, capture: { after: 0 } },
    });
    return verdict;
  }, '/index.js');
  expect(backend.name).toBe('webgpu');
  expect(windows.length).toBeGreaterThan(3);
  const facts = JSON.parse(Buffer.from(response?.split('~')[2] ?? '', 'base64url').toString()) as Facts;
  expect(facts.windows).toHaveLength(windows.length);
  // Of the last one, whose pictures are compressed for it.
  expect(Math.abs(facts.score - (windows.at(-1)?.score ?? NaN))).toBeLessThan(0.2);
});
