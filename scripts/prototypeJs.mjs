import { existsSync } from 'node:fs';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

/** Where Debian puts Prototype.js, which is not on npm. */
export const prototypeJs = '/usr/share/javascript/prototype/prototype.js';

/** Installs Prototype.js on Debian if it is missing: the widget is tested beside it. Throws if it cannot be installed. */
export async function ensurePrototypeJs() {
  if (existsSync(prototypeJs)) return;
  say('Installing libjs-prototype');
  await installDebianPackages(['libjs-prototype']);
  if (!existsSync(prototypeJs))
    throw new Error(
      'No Prototype.js here, and none could be installed. Install libjs-prototype and try again.',
    );
}
