import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { runNode } from './run.mjs';

try {
  await ensurePackages();
  await ensureBuilt();
  process.exitCode = await runNode('demo/login/server.mjs', []);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
