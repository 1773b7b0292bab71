import type { Clip, Label } from '../records';
import type { ColumnKey, Columns } from './columns';
import { clipId, frameNumber } from './frameRange';
import { labelOf } from './labels';
import { normalPath } from './paths';
import type { Problem } from './problems';
import type { TableRow } from './table';

type Face = NonNullable<Clip['face']>;

const NUMBER = /^-?\d+(\.\d*)?$/;

export interface ManifestRow {
  /** Present where file, label and range could be read, even if something else is wrong. */
  clip?: Clip;
  label?: Label;
  problems: Problem[];
}

/** Reads one row of a manifest and finds all that is wrong with it by itself. */
export function readRow(
  { row, values }: TableRow,
  columns: Columns,
  exists: (path: string) => boolean,
): ManifestRow {
  const problems: Problem[] = [];
  const value = (key: ColumnKey) => values[columns.known[key] ?? -1] ?? '';
  const file = normalPath(value('file'));
  const report = (message: string) => problems.push({ row, ...(file !== '' && { file }), message });

  // A surplus value shifts all that follow, whose problems would be nonsense.
  if (values.slice(columns.count).some((surplus) => surplus !== '')) {
    report(
      `has ${values.length} values for ${columns.count} columns: ` +
        'put a value that contains the separator into quotation marks',
    );
    return { problems };
  }

  if (columns.known.file !== undefined) {
    if (file === '') report("file is empty: name the clip's file, or remove the row");
    else if (!exists(file))
      report(`${file} is not there: correct the path, which starts from the manifest's folder`);
  }

  const label = labelOf(value('label'));
  if (columns.known.label !== undefined && !label)
    report(`label ${value('label') ? `"${value('label')}" is unknown` : 'is empty'}: write live or attack`);

  const start = frameOf('start');
  const end = frameOf('end');
  const isBackwards = typeof start === 'number' && typeof end === 'number' && start > end;
  if (isBackwards) report(`start ${start} is after end ${end}: swap or correct them`);

  const species = speciesOf(value('species'), label, report);
  const subject = value('subject');
  const face = faceOf(value, report);

  if (file === '' || !label || start === 'malformed' || end === 'malformed' || isBackwards)
    return { ...(label && { label }), problems };
  const range = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  const id = clipId(file, { ...range, ...(face && { face }) });
  const clip: Clip = {
    id,
    file,
    label,
    ...(species !== undefined && { species }),
    ...(subject !== '' && { subject }),
    ...range,
    ...(face && { face }),
    slices: slicesOf(values, columns),
    row,
  };
  return { clip, label, problems };

  function frameOf(key: 'start' | 'end'): number | 'malformed' | undefined {
    const text = value(key);
    if (text === '') return undefined;
    const frame = frameNumber(text);
    if (frame === undefined)
      report(`${key} "${text}" is no frame: write a whole number from 0, or leave it empty`);
    return frame ?? 'malformed';
  }
}

function speciesOf(
  text: string,
  label: Label | undefined,
  report: (message: string) => void,
): string | undefined {
  if (label === 'live' && text !== '')
    report(`a live clip has no species, but this one has "${text}": clear it, or set label to attack`);
  // Reports list error rates by name: bona fide clips beside the species.
  if (label === 'attack' && labelOf(text) === 'live')
    report(
      `"${text}" is no species of attack: name the instrument (print, replay, ...), or set label to live`,
    );
  return label === 'attack' ? text || 'unknown' : undefined;
}

function faceOf(value: (key: ColumnKey) => string, report: (message: string) => void): Face | undefined {
  const whole = value('face');
  const parts = [value('faceX'), value('faceY'), value('faceWidth'), value('faceHeight')];
  while (parts.at(-1) === '') parts.pop();
  if (whole !== '' && parts.length > 0) {
    report('face and face_x, face_y are both filled in: clear one of them');
    return undefined;
  }
  if (whole === '' && parts.length === 0) return undefined;
  const text = whole || parts.map((part) => part || '?').join(' ');
  // Many spreadsheets write 10,5 for 10.5: taken for two numbers, it would name another face.
  const face = parts.some((part) => part.includes(',')) ? undefined : readFace(text);
  if (!face) report(`face "${text}" is malformed: write x y, or x y width height, in px of the frame`);
  return face;
}

function slicesOf(values: readonly string[], { slices }: Columns): Record<string, string> {
  return Object.fromEntries(
    slices.flatMap(({ name, index }) => {
      const value = values[index] ?? '';
      return value === '' ? [] : [[name, value] as const];
    }),
  );
}

/**
 * Reads `x y` or `x y width height` in px of the frame, separated by spaces, commas or semicolons. A point has width and
 * height 0; a box may stick out of the frame. Returns `undefined` if the text is malformed.
 */
export function readFace(text: string): Face | undefined {
  const parts = text.trim().split(/\s*[\s,;]\s*/);
  if (!parts.every((part) => NUMBER.test(part))) return undefined;
  const [x, y, width = 0, height = 0] = parts.map(Number);
  if (x === undefined || y === undefined || (parts.length !== 2 && parts.length !== 4)) return undefined;
  const isBox = parts.length === 4;
  return isBox && !(width > 0 && height > 0) ? undefined : { x, y, width, height };
}
