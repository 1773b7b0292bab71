import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Writes the first second and a half of a bundled clip to `target`: it has several windows, and is soon judged. */
export function writeShortClip(name: string, target: string): void {
  const clip = fileURLToPath(new URL(`../demo/clips/${name}`, import.meta.url));
  mkdirSync(dirname(target), { recursive: true });
  execFileSync('ffmpeg', ['-v', 'error', '-i', clip, '-t', '1.5', '-c', 'copy', target]);
}
