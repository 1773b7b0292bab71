import { accessSync, constants, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BackendName } from '../../src/backends/backend';

export const usage = `depthproof evaluate <manifest.csv | folder> [options]

Runs labelled clips through the built product in headless Chromium and writes an ISO/IEC 30107-3 report.

  <manifest.csv>          columns file, label (live or attack), species, subject (or subject_id, client, client_id),
                          start, end (frames), face (x y, or x y width height, px); others are slices, except note,
                          comment, repo, licence and fps
  <folder>                live/..., attack/<species>/...; videos, or folders of numbered pictures

  --out <folder>          where the report goes (default: report)
  --backend <name>        wasm, webgpu or webgl (default: the first that passes its self-test and keeps up)
  --baseline <name>       a peer on the same frames:
                            silent-face=<folder with 2.7_80x80_MiniFASNetV2.onnx and 4_0_0_80x80_MiniFASNetV1SE.onnx>
  --export-crops <folder> also writes the crops that the network saw of each scored window, as PNGs, and windows.json
  --crops                 the folder holds folders of face crops: no detector, no quality gate, no surroundings
  --protocol <name>       the folder is a data set: oulu:1, oulu:3.2, siw:2.1, casia, replay, ...
  --part <name>           train, dev or test of that data set (default: test)
  --one-class             accepts clips that are all live or all attacks: half of the figures are absent
  --picture-rate <n>      numbered pictures per second (default: 10)
  --jobs <n>              browsers that work in parallel (default: 2)
  --fresh                 runs all clips again instead of going on where a run was interrupted

The exit code is 3 if some clips could not be judged, 1 if none could.

Needs ffmpeg, Chrome or Chromium, the package playwright and, for the baseline, onnxruntime-web.
`;

/** The command line's options. */
export interface Options {
  input: string;
  out: string;
  backend: BackendName | undefined;
  silentFace: string | undefined;
  exportCrops: string | undefined;
  crops: boolean;
  protocol: string | undefined;
  part: 'train' | 'dev' | 'test';
  oneClass: boolean;
  /** Milliseconds from one numbered picture to the next. */
  pictureInterval: number;
  jobs: number;
  fresh: boolean;
}

/** A command line that cannot be followed; the message says what to write instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Makes the folder that an option names.
 *
 * @throws {UsageError} if it cannot be made, or nothing can be written there
 */
export function ensureFolder(option: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new UsageError(`--${option}: nothing can be written to a folder ${path}.`, { cause });
  }
}

/** @throws {UsageError} */
export function readOptions(parameters: string[]): Options {
  const { values, positionals } = parse(parameters);
  const [input, ...more] = positionals;
  if (!input || more.length > 0) throw new UsageError('Name one manifest or folder.');
  for (const [option, value] of Object.entries(values))
    if (value === '') throw new UsageError(`--${option} is empty.`);
  if (values.crops && values.protocol) throw new UsageError('--crops and --protocol exclude each other.');
  if (values.part && !values.protocol)
    throw new UsageError('--part chooses a part of a --protocol: name it, too.');
  return {
    input,
    out: values.out,
    backend: oneOf('backend', values.backend, ['wasm', 'webgpu', 'webgl'] as const),
    silentFace: silentFaceFolder(values.baseline),
    exportCrops: values['export-crops'],
    crops: values.crops,
    protocol: values.protocol,
    part: oneOf('part', values.part, ['train', 'dev', 'test'] as const) ?? 'test',
    oneClass: values['one-class'],
    pictureInterval: 1000 / positive('picture-rate', values['picture-rate']),
    jobs: Math.max(1, Math.round(positive('jobs', values.jobs))),
    fresh: values.fresh,
  };
}

function silentFaceFolder(baseline: string | undefined): string | undefined {
  if (baseline === undefined) return undefined;
  const folder = /^silent-face=(.+)$/.exec(baseline)?.[1];
  if (folder === undefined) throw new UsageError(`--baseline takes silent-face=<folder>, not ${baseline}.`);
  return folder;
}

function parse(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        out: { type: 'string', default: 'report' },
        backend: { type: 'string' },
        baseline: { type: 'string' },
        'export-crops': { type: 'string' },
        crops: { type: 'boolean', default: false },
        protocol: { type: 'string' },
        part: { type: 'string' },
        'one-class': { type: 'boolean', default: false },
        'picture-rate': { type: 'string', default: '10' },
        jobs: { type: 'string', default: '2' },
        fresh: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function oneOf<Name extends string>(
  option: string,
  value: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const name = names.find((candidate) => candidate === value);
  if (value !== undefined && !name)
    throw new UsageError(`--${option} takes ${names.join(', ')}, not ${value}.`);
  return name;
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!(number > 0) || !Number.isFinite(number)) throw new UsageError(`--${option} takes a number above 0.`);
  return number;
}
