/**
 * Returns a call of npm: what to start, and its arguments. Windows starts `npm`, a batch file, only through a shell, which
 * would take the arguments apart: so where npm runs this command, it is that npm's own file, run by this Node.
 *
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(...args) {
  const file = process.env.npm_execpath;
  // Other package managers name themselves there.
  return file?.endsWith('npm-cli.js') ? [process.execPath, [file, ...args]] : ['npm', args];
}
