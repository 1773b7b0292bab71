import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonCommands } from '../../scripts/python.mjs';
import type { OpenSession } from '../../src/server';
import { ORIGIN, recorded, responseFor } from '../../src/server/testing/evidence';

const SECRET = 'a secret of thirty-two characters';
const TIMEOUT = 120_000;
const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const there = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

const ours = `${pythonCommands('server')}/python`;
const python = existsSync(ours) ? ours : 'python3';
const goFolder = mkdtempSync(`${tmpdir()}/depthproof-go-`);
const goProgram = `${goFolder}/login`;

/** Each example: what starts it, and whether its language is on this machine. */
const examples = {
  node: { command: ['node', folder('node/server.mjs')], runs: true },
  express: { command: ['node', folder('express/server.mjs')], runs: true },
  next: { command: ['node', folder('nextRoutes.testing.mjs')], runs: true },
  hono: { command: ['node', folder('hono/server.mjs')], runs: true },
  python: {
    command: [python, folder('python/app.py')],
    runs: there(python, '-c', 'import flask'),
  },
  php: { command: ['php', '-S', '127.0.0.1:PORT', folder('php/index.php')], runs: there('php', '--version') },
  go: { command: [goProgram], runs: there('go', 'build', '-o', goProgram, folder('go/main.go')) },
  java: { command: ['java', folder('java/Login.java')], runs: there('java', '-version') },
};

const running: ChildProcess[] = [];

/** Starts a server; returns what tells its log so far. */
function start(command: readonly string[], environment: Record<string, string>): () => string {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      log += part.toString();
    });
  return () => log;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing answers at ${url}.`);
}

/** A login as the widget and the form make it. */
async function logIn(
  session: (url: string) => Promise<Response>,
  login: (form: URLSearchParams) => Promise<Response>,
  log: () => string,
) {
  const opened = (await (await session('depthproof/session')).json()) as OpenSession;
  await recorded(opened);
  const form = new URLSearchParams({ 'depthproof-response': await responseFor(opened) });
  const first = await login(form);
  expect(await first.text()).toBe('Welcome.');
  const again = await login(form);
  expect(again.status).toBe(403);
  expect((await again.text()).trim()).toBe('Please try again.');
  await expect.poll(log).toContain('timeout-or-duplicate');
  const claim = await login(new URLSearchParams({ 'depthproof-response': '{"outcome":"live"}' }));
  expect(claim.status).toBe(403);
}

describe('the example', () => {
  let service: string;
  beforeAll(async () => {
    const port = String(await freePort());
    service = `http://127.0.0.1:${port}`;
    start(['node', folder('../../dist/depthproof-cli.js'), 'serve', '--port', port, '--workers', '1'], {
      DEPTHPROOF_SECRET: SECRET,
    });
    await answering(`${service}/health`);
  }, TIMEOUT);
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(goFolder, { recursive: true });
  });

  for (const [name, { command, runs }] of Object.entries(examples)) {
    it.skipIf(!runs)(
      `for ${name} lets a live person in, once`,
      async () => {
        const port = String(await freePort());
        const environment = { PORT: port, ORIGIN, DEPTHPROOF_SECRET: SECRET, DEPTHPROOF_URL: service };
        const log = start(
          command.map((part) => part.replace('PORT', port)),
          environment,
        );
        const url = `http://127.0.0.1:${port}`;
        await answering(url);
        const post = (path: string, init: RequestInit) =>
          fetch(`${url}/${path}`, { method: 'POST', ...init });
        await logIn(
          (path) =>
            post(path, {
              headers: { origin: ORIGIN, 'content-type': 'application/json' },
              body: '{"action":"login"}',
            }),
          (body) => post('login', { body }),
          log,
        );
      },
      TIMEOUT,
    );
  }
});
