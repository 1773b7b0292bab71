import { parseArgs } from 'node:util';
import { UsageError } from '../../evaluation/cli/options';

export const usage = `npm run annotate -- faces <folder> --out <set> [--jobs <n>]
npm run annotate -- ages <faces> --out <ages.csv> [--jobs <n>]
npm run annotate -- windows <manifest.csv | folder> --out <folder> [options]

faces: makes a face set for training/faces.py of a folder of pictures, one person each: index.json, meshes.npz, mattes/.

  <folder>                    .jpg, .png, .webp or .bmp; folders within it are not looked into
  --out <set>                 where the set goes, pictures included (may be the folder itself)

ages: estimates how old the faces of face sets look, for training.render.films --ages.

  <faces>                     folder of face sets
  --out <ages.csv>            columns face (set/picture) and age (years)

windows: makes windows for training/finetune.py of labelled clips, split by subject into train/ and validation/.

  <manifest.csv>              columns file, label, species, subject, start, end, face, as for npm run evaluate
  <folder>                    live/<subject>/..., attack/<species>/<subject>/...; videos, or folders of numbered pictures
  --out <folder>              where the windows go; an interrupted run goes on there
  --protocol <name>           the folder is a data set: oulu:1, siw:2.1, casia, replay, ...
  --part <name>               train, dev or test of that data set (default: train)
  --validation-share <x>      of the subjects, about (default: 0.2); who is in it is fixed by a hash of the subject
  --per-clip <n>              the most windows of a clip (default: 24)
  --picture-rate <n>          numbered pictures a second (default: 10)

  --jobs <n>                  browsers at work side by side (default: 2)
`;

export interface FacesOptions {
  folder: string;
  out: string;
  jobs: number;
}

export type AgesOptions = FacesOptions;

export interface WindowsOptions {
  input: string;
  out: string;
  protocol: string | undefined;
  part: 'train' | 'dev' | 'test';
  validationShare: number;
  perClip: number;
  /** Milliseconds from one numbered picture to the next. */
  pictureInterval: number;
  jobs: number;
}

/** @throws {UsageError} */
export function readFacesOptions(parameters: string[]): FacesOptions {
  const { values, positionals } = parse(parameters, {});
  return { folder: only(positionals, 'one folder of pictures'), ...common(values) };
}

/** @throws {UsageError} */
export function readAgesOptions(parameters: string[]): AgesOptions {
  const { values, positionals } = parse(parameters, {});
  return { folder: only(positionals, 'one folder of face sets'), ...common(values) };
}

/** @throws {UsageError} */
export function readWindowsOptions(parameters: string[]): WindowsOptions {
  const { values, positionals } = parse(parameters, {
    protocol: { type: 'string' },
    part: { type: 'string', default: 'train' },
    'validation-share': { type: 'string', default: '0.2' },
    'per-clip': { type: 'string', default: '24' },
    'picture-rate': { type: 'string', default: '10' },
  });
  const part = (['train', 'dev', 'test'] as const).find((name) => name === values['part']);
  if (!part) throw new UsageError(`--part takes train, dev or test, not ${values['part']}.`);
  const validationShare = number(values, 'validation-share');
  if (validationShare >= 1) throw new UsageError('--validation-share takes a number between 0 and 1.');
  return {
    input: only(positionals, 'one manifest or folder'),
    ...common(values),
    protocol: values['protocol'],
    part,
    validationShare,
    perClip: Math.ceil(number(values, 'per-clip')),
    pictureInterval: 1000 / number(values, 'picture-rate'),
  };
}

type Values = Record<string, string | undefined>;
type Named = Record<string, { type: 'string'; default?: string }>;

function parse(parameters: string[], named: Named): { values: Values; positionals: string[] } {
  const options: Named = { out: { type: 'string' }, jobs: { type: 'string', default: '2' }, ...named };
  try {
    const { values, positionals } = parseArgs({ args: parameters, allowPositionals: true, options });
    return { values: values, positionals };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function common(values: Values): { out: string; jobs: number } {
  const { out } = values;
  if (!out) throw new UsageError('Say by --out where it goes.');
  return { out, jobs: Math.ceil(number(values, 'jobs')) };
}

function only(positionals: readonly string[], what: string): string {
  const [input, ...more] = positionals;
  if (input === undefined || more.length > 0) throw new UsageError(`Name ${what}.`);
  return input;
}

function number(values: Values, option: string): number {
  const value = Number(values[option]);
  if (!(value > 0) || !Number.isFinite(value)) throw new UsageError(`--${option} takes a number above 0.`);
  return value;
}
