#!/usr/bin/env node
import { copyAssets } from './assets';

const usage = `depthproof assets <folder>       copies the files that a site has to host, and checks them
depthproof evaluate ...          evaluates labelled clips; see depthproof evaluate --help
depthproof serve ...             scores the evidence of checks over HTTP; see depthproof serve --help
`;

const [command, ...parameters] = process.argv.slice(2);
const [folder = '', ...more] = parameters;

if (command === 'assets' && /^[^-]/.test(folder) && more.length === 0) {
  try {
    const copied = await copyAssets(new URL('.', import.meta.url), folder);
    for (const { path, bytes } of copied) console.log(`${path}  ${bytes} bytes`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} else if (command === 'evaluate') {
  // A program of its own, which reads the same command line.
  await import(new URL('evaluation/depthproof.js', import.meta.url).href);
} else if (command === 'serve') {
  const { serve } = (await import(new URL('server/serve.js', import.meta.url).href)) as {
    serve: (parameters: string[]) => Promise<void>;
  };
  try {
    await serve(parameters);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    // What is open by now, such as worker threads, would keep the process alive.
    process.exit(1);
  }
} else {
  console.log(usage);
  process.exitCode = [command, folder].includes('--help') ? 0 : 2;
}
