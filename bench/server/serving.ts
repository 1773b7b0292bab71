import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, OpenSession } from '../../src/server';
import { ORIGIN, recorded, responseFor } from '../../src/server/testing/evidence';

const SECRET = 'a secret of thirty-two characters';
const KEYS = `bench:${Buffer.alloc(32, 7).toString('base64url')}`;
/** One process of `depthproof serve`. */
export interface Serving {
  url: string;
  process: ChildProcess;
  pid: number;
  /** Memory that it holds, MB of 10^6 bytes. */
  megabytes(): number;
  stop(): Promise<void>;
}

export async function startServing(options: { workers: number; redis?: string }): Promise<Serving> {
  const args = ['dist/depthproof-cli.js', 'serve', '--port', '0', '--workers', String(options.workers)];
  const process_ = spawn(process.execPath, args, {
    env: {
      ...process.env,
      DEPTHPROOF_SECRET: SECRET,
      DEPTHPROOF_KEYS: KEYS,
      ...(options.redis !== undefined && { REDIS_URL: options.redis }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  while (!said.includes('http://')) said += String(((await once(process_.stdout, 'data')) as [Buffer])[0]);
  const url = /http:\/\/\S+/.exec(said)?.[0] ?? '';
  return {
    url,
    process: process_,
    pid: process_.pid ?? NaN,
    megabytes() {
      const status = readFileSync(`/proc/${String(process_.pid)}/status`, 'utf8');
      return (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024) / 1e6;
    },
    async stop() {
      if (process_.exitCode !== null || process_.signalCode !== null) return;
      process_.kill('SIGKILL');
      await once(process_, 'exit');
    },
  };
}

/** nginx of this machine in front of some processes. */
export async function startBalancer(
  urls: readonly string[],
  port: number,
): Promise<{ url: string; pid: number; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'depthproof-nginx-'));
  const servers = urls.map((url) => `server ${new URL(url).host} max_fails=1 fail_timeout=5s;`).join(' ');
  const configuration = `
daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_max_body_size 200k; client_body_buffer_size 200k;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f;
  uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream depthproof { least_conn; ${servers} }
  server {
    listen 127.0.0.1:${String(port)};
    location / {
      proxy_pass http://depthproof;
      # A process that dies leaves its requests to another one; an idempotency_key makes that safe.
      proxy_next_upstream error timeout non_idempotent;
    }
  }
}`;
  await writeFile(join(folder, 'nginx.conf'), configuration);
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${String(port)}`;
  while (
    !(await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error('nginx ended at once.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid ?? NaN,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function post<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: SECRET, ...body }),
  });
  return (await answer.json()) as T;
}

/** Honest responses, ready to be sent. */
export async function responses(url: string, count: number): Promise<string[]> {
  const sessions: OpenSession[] = [];
  for (let index = 0; index < count; index++)
    sessions.push(await post<OpenSession>(`${url}/session`, { origin: ORIGIN, ttl: 600 }));
  await Promise.all(sessions.slice(-1).map(recorded));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return Promise.all(sessions.map((session) => responseFor(session)));
}

export interface Outcome {
  answer: Answer;
  milliseconds: number;
}

export async function siteverify(url: string, response: string, key?: string): Promise<Outcome> {
  const started = performance.now();
  const answer = await post<Answer>(`${url}/siteverify`, {
    response,
    ...(key !== undefined && { idempotency_key: key }),
  });
  return { answer, milliseconds: performance.now() - started };
}

/** Sends all responses, some at a time, one after the other's answer. */
export async function sendAll(
  responses: readonly string[],
  atOnce: number,
  send: (response: string, index: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < responses.length; index = next++)
      outcomes[index] = await send(responses[index] ?? '', index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return outcomes;
}
