// npm runs it before it packs or publishes: the package is what the sources here are built to.
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';

try {
  await ensurePackages();
  await ensureBuilt();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
