import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pythonCommands } from '../../scripts/python.mjs';

const SECRET = 'a secret of thirty-two characters';
const schemathesis = join(pythonCommands('server'), 'schemathesis');
/** Requests for each route and kind. */
const EXAMPLES = process.env['SWEEP'] ? '200' : '20';

interface Description {
  components: { schemas: Record<string, { properties: Record<string, unknown>; required?: string[] }> };
}

describe.skipIf(!existsSync(schemathesis))(
  'what depthproof serve answers is what openapi.json says',
  { timeout: 300_000 },
  () => {
    let service: ChildProcess;
    let url: string;
    beforeAll(async () => {
      service = spawn(
        process.execPath,
        ['dist/depthproof-cli.js', 'serve', '--port', '0', '--workers', '1'],
        {
          env: { ...process.env, DEPTHPROOF_SECRET: SECRET },
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      const [said] = (await once(service.stdout ?? service, 'data')) as [Buffer];
      url = /http:\S+/.exec(said.toString())?.[0] ?? '';
    }, 120_000);
    afterAll(() => service.kill('SIGKILL'));

    const check = (description: string, ...more: string[]) => {
      const args = [
        'run',
        description,
        '--url',
        url,
        '--checks',
        'all',
        '--max-examples',
        EXAMPLES,
        '--seed',
        '1',
      ];
      const { status, stdout } = spawnSync(schemathesis, [...args, ...more, '--no-color'], {
        encoding: 'utf8',
      });
      expect(status, stdout).toBe(0);
    };

    it('to whoever does not know the secret', () => {
      check(`${url}/openapi.json`);
    });

    it('to whoever does', () => {
      const known = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8')) as Description;
      const { SessionRequest: session, SiteverifyRequest: siteverify } = known.components.schemas;
      for (const request of [session, siteverify]) {
        if (!request) throw new Error('A request has another name.');
        request.properties['secret'] = { const: SECRET };
        request.required = ['secret'];
      }
      if (session)
        session.properties['origin'] = { enum: ['https://login.example', 'http://localhost:8080'] };
      session?.required?.push('origin');
      const folder = mkdtempSync(join(tmpdir(), 'depthproof-openapi-'));
      onTestFinished(() => {
        rmSync(folder, { recursive: true });
      });
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(known));
      // Texts have limits of length that are not in the description.
      check(file, '--exclude-checks', 'positive_data_acceptance');
    });
  },
);
