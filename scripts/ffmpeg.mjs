import { spawnSync } from 'node:child_process';
import { installDebianPackages } from './apt.mjs';
import { say } from './run.mjs';

const isInstalled = () => ['ffmpeg', 'ffprobe'].every((program) => !spawnSync(program, ['-version']).error);

/** Whether it has the option `-fps_mode`, which came with 5.1. */
const isRecent = () => spawnSync('ffmpeg', ['-h', 'full'], { encoding: 'utf8' }).stdout.includes('-fps_mode');

/** Installs ffmpeg and ffprobe on Debian if they are missing. Throws if they cannot be installed. */
export async function ensureFfmpeg() {
  if (!isInstalled()) {
    say('Installing ffmpeg');
    await installDebianPackages(['ffmpeg']);
  }
  if (!isInstalled())
    throw new Error('No ffmpeg here, and none could be installed. Install it and try again.');
  if (!isRecent()) throw new Error('The ffmpeg here is older than 5.1. Install a newer one and try again.');
}
