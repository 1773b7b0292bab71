import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BackendName } from '../../src/backends/backend';

export const usage = `depthproof evaluate <manifest.csv | folder> [options]

Runs labelled clips through the built product in headless Chromium and writes an ISO/IEC 30107-3 report.

  <manifest.csv>          columns file, label (live or attack), species, subject, start, end (frames), face (x y, or
                          x y width height, px); others are slices, but for note, comment, repo, licence and fps
  <folder>                live/..., attack/<species>/...; videos, or folders of numbered pictures

  --out <folder>          where the report goes (default: report)
  --backend <name>        wasm, webgpu or webgl (default: the fastest that proves itself)
  --baseline <name>       a peer on the same frames; may be given again:
                            silent-face=<folder with 2.7_80x80_MiniFASNetV2.onnx and 4_0_0_80x80_MiniFASNetV1SE.onnx>,
                            human
  --crops                 the folder holds folders of face crops: no detector, no quality gate, no surroundings
  --protocol <name>       the folder is a data set: oulu:1, oulu:3.2, siw:2.1, casia, replay, ...
  --part <name>           train, dev or test of that data set (default: test)
  --one-class             only live clips or only attacks are fine: half of the figures are absent
  --picture-rate <n>      numbered pictures a second (default: 10)
  --jobs <n>              browsers at work side by side (default: 2)
  --fresh                 judge all clips anew instead of going on where a run was interrupted

The exit code is 3 if some clips could not be judged, 1 if none could.

Needs ffmpeg, Chrome or Chromium, and the packages playwright and, for a baseline, onnxruntime-web or @vladmandic/human.
`;

/** What was asked for on the command line. */
export interface Options {
  input: string;
  out: string;
  backend: BackendName | undefined;
  silentFace: string | undefined;
  human: boolean;
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

/** @throws {UsageError} where the folder that results go to is a file */
export function holdFolder(out: string): void {
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`${out} is a file: name a folder by --out.`);
}

/** @throws {UsageError} */
export function readOptions(parameters: string[]): Options {
  const { values, positionals } = parse(parameters);
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) throw new UsageError('Name one manifest or folder.');
  const options: Options = {
    input,
    out: values.out,
    backend: oneOf('backend', values.backend, ['wasm', 'webgpu', 'webgl'] as const),
    silentFace: undefined,
    human: false,
    crops: values.crops,
    protocol: values.protocol,
    part: oneOf('part', values.part, ['train', 'dev', 'test'] as const) ?? 'test',
    oneClass: values['one-class'],
    pictureInterval: 1000 / positive('picture-rate', values['picture-rate']),
    jobs: Math.max(1, Math.round(positive('jobs', values.jobs))),
    fresh: values.fresh,
  };
  if (options.crops && options.protocol) throw new UsageError('--crops and --protocol exclude each other.');
  for (const baseline of values.baseline) {
    const [name, folder] = splitOnce(baseline);
    if (name === 'silent-face' && folder) options.silentFace = folder;
    else if (name === 'human' && !folder) options.human = true;
    else throw new UsageError(`--baseline takes silent-face=<folder> or human, not ${baseline}.`);
  }
  return options;
}

function parse(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: {
        out: { type: 'string', default: 'report' },
        backend: { type: 'string' },
        baseline: { type: 'string', multiple: true, default: [] },
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

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
