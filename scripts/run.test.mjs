import { expect, it } from 'vitest';
import { run } from './run.mjs';

it('waits at its limit for nothing that the killed command has started', async () => {
  let output = '';
  const onOutput = (text) => (output += text);
  expect(await run('sh', ['-c', 'sleep 600 & echo $!; wait'], { limit: 0.05, onOutput })).toBe(1);
  expect(output).toMatch(/^\d+\n$/);
  process.kill(Number(output));
});
