// npm runs this before it packs or publishes, so that the package is built from these sources.
import { ensureBuilt } from './built.mjs';
import { ensurePackages } from './packages.mjs';
import { main } from './run.mjs';
import { writeStubs } from './stubs.mjs';

await main(async () => {
  await ensurePackages();
  await ensureBuilt();
  writeStubs();
});
