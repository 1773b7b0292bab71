// Prints how far browser and server are apart on the same evidence, over rendered and bundled clips: `npm run measure -- agreement`.
// Writes build/agreement.json on WASM, build/agreement-<backend>.json on others.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { quantile } from '../bench/quantiles';
import { ensurePython } from '../scripts/python.mjs';
import type { BackendName } from '../src/backends/backend';
import { SCORE_TOLERANCE } from '../src/server/depthproofServer';
import { ScoringPool } from '../src/server/pool';
import { files } from '../src/server/testing/openTestServer';
import type { FromWorker, ToWorker } from '../src/session/protocol';
import { expect, test } from './launch';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(root, 'node_modules/.cache/agreement');
/** Rendered clips, of one window each. */
const RENDERED = Number(process.env['COUNT'] ?? 48);
/** Frames of a window. */
const FRAMES = 5;

/** Renders clips of the people in the fixtures. Those that are there are left alone. */
async function renderedClips(): Promise<string[]> {
  const out = join(cache, 'films');
  const faces = ['--faces', 'training/fixtures/faces', '--split', 'test', '--seed', '3'];
  const args = ['-m', 'training', 'render', 'films', ...faces, '--count', String(RENDERED), '--out', out];
  execFileSync(await ensurePython(), args, { cwd: root, stdio: 'inherit' });
  const films = readdirSync(out).filter((name) => name.endsWith('.mkv'));
  return films
    .sort()
    .slice(0, RENDERED)
    .map((name) => join(out, name));
}

/** Writes a clip's frames, 100 ms apart, as PNG. Returns their paths, as many as whole windows have. */
function framesOf(clip: string): string[] {
  const folder = join(cache, 'frames', basename(clip));
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('ffmpeg', ['-v', 'error', '-i', clip, '-vf', 'fps=10', join(folder, '%04d.png')]);
  }
  const names = readdirSync(folder).sort();
  return names.slice(0, names.length - (names.length % FRAMES)).map((name) => join(folder, name));
}

/** What the page's script leaves for the test. */
interface Driven {
  /** Gives the engine frames of a window, PNG by their addresses; evidence where all passed the quality gate. */
  evidenceOf: (frames: string[]) => Promise<{ images: string[][]; score: number } | undefined>;
}

/** Opens the shipped worker as the page does. */
async function openEngine(page: Page, backend: BackendName): Promise<void> {
  await page.evaluate(async (backend) => {
    const worker = new Worker('/depthproof-worker.js', { type: 'module' });
    const send = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);
    const answer = <T extends FromWorker['type']>(...types: T[]) =>
      new Promise<Extract<FromWorker, { type: T }>>((resolve, reject) => {
        const heard = ({ data }: MessageEvent<FromWorker>) => {
          if (data.type === 'error') reject(new Error(data.message));
          if (!(types as string[]).includes(data.type)) return;
          worker.removeEventListener('message', heard);
          resolve(data as Extract<FromWorker, { type: T }>);
        };
        worker.addEventListener('message', heard);
      });
    send({
      type: 'open',
      base: new URL('/', location.href).href,
      backend,
      remembered: undefined,
      evidenceAfter: 0,
    });
    await answer('opened');

    let clock = 0;
    const base64 = (bytes: Uint8Array) =>
      btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const evidenceOf: Driven['evidenceOf'] = async (frames) => {
      // Nothing is left of the window before.
      const drained = answer('drained');
      send({ type: 'end' });
      await drained;
      clock += 10_000;
      const start = clock;
      const scored = answer('window');
      let gathered = 0;
      // The first frame comes twice: none that comes before a good one begins a window.
      for (const frame of [frames[0] ?? '', ...frames]) {
        const image = await createImageBitmap(await (await fetch(frame)).blob());
        const observed = answer('observed');
        send({ type: 'frame', image, timestamp: clock }, [image]);
        gathered = (await observed).observed.gathered;
        clock += 100;
      }
      if (gathered < frames.length) return undefined;
      await scored;
      const given = answer('drained');
      send({ type: 'end', evidence: start + 100 });
      const { evidence } = await given;
      return (
        evidence && { images: evidence.frames.map((images) => images.map(base64)), score: evidence.score }
      );
    };
    Object.assign(window, { evidenceOf } satisfies Driven);
  }, backend);
}

const backends = (process.env['BACKEND']?.split(',') ?? ['wasm']) as BackendName[];
for (const backend of backends)
  test(`browser on ${backend} and server on the same evidence`, async ({ openPage }) => {
    test.setTimeout(3_600_000);
    const clips = [
      ...(await renderedClips()),
      ...['live', 'print', 'replay'].map((name) => join(root, `demo/clips/${name}.webm`)),
    ];
    const page = await openPage({
      path: '/LICENSE',
      backend,
      intercept: (path, response) => {
        if (!path.startsWith('/frames/')) return false;
        response.end(readFileSync(join(cache, path)));
        return true;
      },
    });
    await openEngine(page, backend);
    const pool = await ScoringPool.open({
      workers: 1,
      module: files.worker,
      settings: { ...files, gpu: false },
      longestWait: Infinity,
    });
    const apart: number[] = [];
    let refused = 0;
    for (const clip of clips) {
      const paths = framesOf(clip).map((path) => path.slice(cache.length));
      for (let first = 0; first < paths.length; first += FRAMES) {
        const evidence = await page.evaluate(
          (frames) => (window as unknown as Driven).evidenceOf(frames),
          paths.slice(first, first + FRAMES),
        );
        if (!evidence) {
          refused += 1;
          continue;
        }
        const frames = evidence.images.map((images) =>
          images.map((image) => Uint8Array.from(Buffer.from(image, 'base64'))),
        );
        const times = frames.map((_, frame) => 100 * frame);
        const { score } = await pool.reserve().judge({ frames, times });
        apart.push(Math.abs(score - evidence.score));
      }
    }
    await pool.close();
    const figures = {
      backend,
      rendered: RENDERED,
      windows: apart.length,
      withoutEvidence: refused,
      median: quantile(apart, 0.5),
      p99: quantile(apart, 0.99),
      most: Math.max(...apart),
    };
    console.log(figures);
    const name = backend === 'wasm' ? 'agreement' : `agreement-${backend}`;
    writeFileSync(join(root, 'build', `${name}.json`), JSON.stringify(figures));
    expect(apart.length).toBeGreaterThan(0.5 * RENDERED);
    expect(quantile(apart, 0.99)).toBeLessThanOrEqual(SCORE_TOLERANCE);
  });
