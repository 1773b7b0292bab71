import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Starts the built command. */
function serve(args: string[] = [], environment: Record<string, string> = {}) {
  const command = ['dist/depthproof-cli.js', 'serve', '--port', '0', '--workers', '1', ...args];
  const service = spawn(process.execPath, command, {
    env: { ...process.env, DEPTHPROOF_SECRET: 'a secret of thirty-two characters', ...environment },
  });
  ended.push(() => service.kill('SIGKILL'));
  return service;
}

/** Its address, as it prints it. */
async function opened(service = serve()): Promise<URL> {
  const [said] = (await once(service.stdout, 'data')) as [Buffer];
  return new URL(said.toString().replace('depthproof serve: ', '').trim());
}

/** What it prints before it ends by itself. */
async function refused(args: string[]): Promise<string> {
  const service = serve(args);
  const said = once(service.stderr, 'data') as Promise<[Buffer]>;
  expect(await once(service, 'exit')).toEqual([1, null]);
  return (await said).toString();
}

/** Sends a request as it stands. */
async function send({ hostname, port }: URL, request: string): Promise<string> {
  const socket = createConnection(Number(port), hostname.replace(/[[\]]/g, ''), () => socket.write(request));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

describe('depthproof serve', { timeout: 120_000 }, () => {
  it('ends where its port is taken', async () => {
    const { port } = await opened();
    expect(await refused(['--port', port])).toContain('EADDRINUSE');
  });

  it('ends where a setting cannot be, and says which', async () => {
    for (const name of ['--host', '--port']) expect(await refused([name, ''])).toContain(`${name} is empty`);
  });

  it('takes an empty setting of the environment for none', async () => {
    const empty = { DEPTHPROOF_SECRET: '', DEPTHPROOF_KEYS: '', DEPTHPROOF_ORIGINS: '', REDIS_URL: '' };
    const [said] = (await once(serve([], empty).stdout, 'data')) as [Buffer];
    expect(said.toString()).toMatch(/^DEPTHPROOF_SECRET is not set; for this run it is [\w-]{43}$/m);
  });

  it('answers what is under way when it is told to end, and closes that connection', async () => {
    const service = serve();
    const { port } = await opened(service);
    const socket = createConnection(Number(port), '127.0.0.1');
    const head =
      'POST /siteverify HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2';
    socket.write(`${head}\r\n\r\n{`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    service.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 500));
    socket.write('}');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 401 .*^connection: close\r\n/ims);
    expect(await once(service, 'exit')).toEqual([0, null]);
  });

  it('answers the health checks of load balancers, on IPv6 too', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all?.map(({ address }) => address));
    const [host, hostname] = addresses.includes('::1') ? ['::1', '[::1]'] : ['127.0.0.1', '127.0.0.1'];
    const url = await opened(serve(['--host', host]));
    expect(url.hostname).toBe(hostname);
    expect((await fetch(new URL('/ready', url), { method: 'HEAD' })).status).toBe(200);
    // Load balancers keep an idle connection for a minute.
    expect((await fetch(new URL('/ready', url))).headers.get('keep-alive')).toBe('timeout=75');
    // HAProxy and others ask without a host.
    expect(await send(url, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /);
    expect((await fetch(new URL('/health', url), { method: 'POST' })).status).toBe(405);
  });
});
