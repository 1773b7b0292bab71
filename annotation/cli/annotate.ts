import { UsageError } from '../../evaluation/cli/options';
import { ManifestError } from '../../evaluation/manifest/problems';
import { ages } from './ages';
import { faces } from './faces';
import { usage } from './options';
import { windows } from './windows';

const commands = new Map([
  ['faces', faces],
  ['ages', ages],
  ['windows', windows],
]);

const [name = '', ...parameters] = process.argv.slice(2);
const command = commands.get(name);

if (!command || parameters.includes('--help') || parameters.includes('-h')) {
  console.log(usage);
  process.exitCode = command || name === '--help' || name === '-h' ? 0 : 2;
} else {
  try {
    process.exitCode = await command(parameters);
  } catch (error) {
    const known = error instanceof UsageError || error instanceof ManifestError;
    const message = error instanceof Error ? error.message : String(error);
    console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
    if (!known && error instanceof Error && error.stack) console.error(error.stack);
    process.exitCode = known ? 2 : 1;
  }
}
