import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** Starts the built command. */
function serve(...args: string[]) {
  const command = ['dist/depthproof-cli.js', 'serve', '--port', '0', '--workers', '1', ...args];
  const service = spawn(process.execPath, command, {
    env: { ...process.env, DEPTHPROOF_SECRET: 'a secret of thirty-two characters' },
  });
  ended.push(() => service.kill('SIGKILL'));
  return service;
}

/** Its address, as it prints it. */
async function opened(...args: string[]): Promise<URL> {
  const [said] = (await once(serve(...args).stdout, 'data')) as [Buffer];
  return new URL(said.toString().replace('depthproof serve: ', '').trim());
}

describe('depthproof serve', { timeout: 120_000 }, () => {
  it('ends where its port is taken', async () => {
    const { port } = await opened();
    const second = serve('--port', port);
    const said = once(second.stderr, 'data') as Promise<[Buffer]>;
    expect(await once(second, 'exit')).toEqual([1, null]);
    expect((await said).toString()).toContain('EADDRINUSE');
  });
});
