import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const isInstalled = () => ['ffmpeg', 'ffprobe'].every((program) => !spawnSync(program, ['-version']).error);

/** ffmpeg and ffprobe, installed on Debian where they are missing. Throws where they cannot be. */
export async function ensureFfmpeg() {
  if (isInstalled()) return;
  say('Installing ffmpeg');
  await installDebianPackages(['ffmpeg']);
  if (!isInstalled())
    throw new Error('No ffmpeg here, and none could be installed. Install it and try again.');
}
