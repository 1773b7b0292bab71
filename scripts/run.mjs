import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The repository's root, where every command runs. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Prints what happens next. */
export function say(text) {
  console.log(`\n> ${text}`);
}

/**
 * Returns what this command was called with. If that is anything that the command does not take, says so in one line and ends
 * the process with 2: ignored, a misspelled option would start another, longer run than was asked for.
 *
 * @param {import('node:util').ParseArgsConfig} [config] its options, and whether it takes words; neither by default
 */
export function commandLine(config) {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node goes on with advice.
    const [complaint] = error.message.split(/\.\s/);
    console.error(`${complaint}.`);
    process.exit(2);
  }
}

/**
 * Runs the body of a command with what it was called with. If it throws, prints the message and sets exit code 1.
 *
 * @param {(line: ReturnType<typeof parseArgs>) => Promise<void>} body
 * @param {import('node:util').ParseArgsConfig} [config] as of `commandLine`
 */
export async function main(body, config) {
  const line = commandLine(config);
  try {
    await body(line);
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * Runs a command, in the repository's root unless told otherwise. Its output goes to the terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, onOutput?: (text: string) => void, limit?: number }} options `onOutput` gets
 *   the output instead of the terminal; `limit`: minutes after which the command is killed
 * @returns {Promise<number>} the exit code; 1 where the command could not start or was killed
 */
export function run(command, args, { cwd = root, env = {}, onOutput, limit } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: onOutput ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => onOutput(String(chunk)));
    const timer =
      limit &&
      setTimeout(() => {
        console.error(`${command} ${args.join(' ')}: no end after ${limit} minutes, killed.`);
        child.kill('SIGKILL');
        // What it started may live on and hold its output open, which would keep it from closing.
        for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      }, limit * 60_000);
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

/** Runs a JavaScript file with this Node. Unlike the shims in .bin, this works on every system. */
export function runNode(file, args, options) {
  return run(process.execPath, [file, ...args], options);
}
