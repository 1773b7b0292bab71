// Kernels and golden vectors on the GPU that Dawn finds in this machine: `npm run test:gpu`. Needs no network once the npm
// packages are there, and no build; writes build/test-gpu.json.
import { ensurePackages } from './packages.mjs';
import { main, runNode } from './run.mjs';

await main(async () => {
  await ensurePackages();
  process.exitCode = await runNode(
    'node_modules/vitest/vitest.mjs',
    ['run', 'test/kernels', '--reporter=verbose', '--reporter=json', '--outputFile.json=build/test-gpu.json'],
    { env: { GPU: '1' }, limit: 4 },
  );
});
