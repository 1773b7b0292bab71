import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentFaceFiles } from '../judge/systems/silentFaceFiles';
import { dist } from './host';
import type { Options } from './options';
import { packageFolder } from './packageFolder';

/**
 * A hash of the built product, of the page that judges by it, of this command, which decodes, and of the peers' files: with
 * others, results are others.
 */
export function judgedBy({ silentFace, human }: Pick<Options, 'silentFace' | 'human'>): string {
  const packages = [...(silentFace ? ['onnxruntime-web'] : []), ...(human ? ['@vladmandic/human'] : [])];
  const files = [
    join(dist, 'integrity.json'),
    join(dist, 'evaluation/page.js'),
    join(dist, 'evaluation/depthproof.js'),
    ...(silentFace ? silentFaceFiles.map(({ file }) => join(silentFace, file)) : []),
    ...packages.map((name) => join(packageFolder(name) ?? '', 'package.json')),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
