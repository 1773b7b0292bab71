import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root, where every command runs. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Prints what happens next. */
export function say(text) {
  console.log(`\n> ${text}`);
}

/**
 * Runs the body of a command. If it throws, prints the message and sets exit code 1.
 *
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    await body();
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
