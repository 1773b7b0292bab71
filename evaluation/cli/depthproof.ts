#!/usr/bin/env node
import { ManifestError } from '../manifest/problems';
import { evaluate } from './evaluate';
import { usage, UsageError } from './options';

const [command, ...parameters] = process.argv.slice(2);

if (command !== 'evaluate' || parameters.includes('--help') || parameters.includes('-h')) {
  console.log(usage);
  process.exitCode = command === 'evaluate' || command === '--help' ? 0 : 2;
} else {
  try {
    process.exitCode = await evaluate(parameters);
  } catch (error) {
    const known = error instanceof UsageError || error instanceof ManifestError;
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
    if (!known && error instanceof Error && error.stack) console.error(error.stack);
    process.exitCode = known ? 2 : 1;
  }
}
