// All that a machine with a GPU is for, within eight minutes: `npm run gpu`. Tests kernels and golden vectors on the GPU that
// Dawn finds (`npm run test:gpu`), times frames and kernels there and in the browser (`npm run bench:gpu`), and puts what both
// found into build/gpu.json. What was built and installed elsewhere is carried along: it needs no network.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main, root, runNode } from './run.mjs';

/** Minutes for each: what hangs must leave time for the other. */
const LIMITS = { 'scripts/testGpu.mjs': [4], 'scripts/bench.mjs': [4, '--gpu'] };
const reports = { tests: 'test-gpu', node: 'bench-node', browser: 'bench' };
const fileOf = (name) => join(root, `build/${name}.json`);

await main(async () => {
  await ensurePackages();
  // Not later: a build empties the folder of the reports.
  await ensureBuilt();
  for (const name of Object.values(reports)) rmSync(fileOf(name), { force: true });
  const failed = [];
  for (const [script, [limit, ...args]] of Object.entries(LIMITS))
    if ((await runNode(script, args, { limit })) !== 0) failed.push(script);
  const found = Object.entries(reports).flatMap(([part, name]) =>
    existsSync(fileOf(name)) ? [[part, JSON.parse(readFileSync(fileOf(name), 'utf8'))]] : [],
  );
  writeFileSync(fileOf('gpu'), `${JSON.stringify({ failed, ...Object.fromEntries(found) }, null, 2)}\n`);
  console.log(`\nbuild/gpu.json has: ${found.map(([part]) => part).join(', ') || 'nothing'}`);
  if (failed.length > 0) throw new Error(`Failed: ${failed.join(', ')}.`);
});
