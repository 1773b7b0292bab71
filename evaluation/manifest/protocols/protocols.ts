import type { Clip } from '../../records';
import { missingClass, type ReadOptions } from '../labels';
import { listClips } from '../listing';
import { ManifestError } from '../problems';
import { casia } from './casia';
import type { Dataset, Part } from './dataset';
import { oulu } from './oulu';
import { replay } from './replay';
import { siw } from './siw';

const DATASETS: readonly Dataset[] = [oulu, siw, casia, replay];

/** Returns the names of all protocols: `oulu:1`, `oulu:3.2`, `casia`, ... */
export function protocolNames(): string[] {
  return DATASETS.flatMap(({ name, protocols }) =>
    protocols.length === 0 ? [name] : protocols.map((protocol) => `${name}:${protocol}`),
  );
}

/**
 * Reads the clips of one part of a data set's protocol from the owners' file layout. A folder of numbered pictures may
 * stand for a video of the same name.
 *
 * @param name one of `protocolNames`
 * @param paths of all files, with `/`, relative to a folder that holds at least the part
 * @throws {ManifestError} if there is no such protocol or part, if no clip is found, or one class only
 */
export function readProtocol(
  name: string,
  paths: readonly string[],
  part: Part,
  { allowOneClass = false }: ReadOptions = {},
): Clip[] {
  const asked = name.trim().toLowerCase();
  const dataset = DATASETS.find((candidate) => candidate.name === asked.split(':')[0]);
  if (!dataset || !protocolNames().includes(asked))
    fail(`the protocol ${name} is unknown: choose one of ${protocolNames().join(', ')}`);
  if (!dataset.parts.includes(part))
    fail(`${dataset.name} has no part ${part}: choose one of ${dataset.parts.join(', ')}`);
  const protocol = asked.slice(dataset.name.length + 1);
  const clips = listClips(paths).flatMap((listed) => dataset.select(listed, part, protocol) ?? []);
  if (clips.length === 0) fail(`no clip of ${asked}, part ${part}, found: its layout is ${dataset.layout}`);
  const labels = clips.map(({ label }) => label);
  const lack = allowOneClass ? undefined : missingClass(labels, `${asked}, part ${part},`);
  if (lack) throw new ManifestError([lack]);
  return clips;
}

function fail(message: string): never {
  throw new ManifestError([{ message }]);
}
