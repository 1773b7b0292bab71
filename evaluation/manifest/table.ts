import Papa from 'papaparse';
import type { Problem } from './problems';

export interface TableRow {
  /** Number as in a spreadsheet: records from 1, empty ones included; line breaks in quotes do not count. */
  row: number;
  /** Without spaces around them. */
  values: string[];
}

export interface Table {
  /** Absent in an empty file. */
  header?: TableRow;
  /** Rows that are not empty. */
  rows: TableRow[];
  problems: Problem[];
}

/** Reads separated values as spreadsheets write them: byte order mark, any line ends, `,`, `;` or tab between values. */
export function readTable(csv: string): Table {
  const text = csv.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), newline: '\n' });
  const broken = new Set(
    errors.flatMap(({ type, row }) => (type === 'Quotes' && row !== undefined ? row + 1 : [])),
  );
  const problems = [...broken].map((row) => ({
    row,
    message:
      'a quotation mark is opened and not closed: close it, or write it twice ("") where it is part of the value',
  }));
  const [header, ...rows] = data
    .map((values, index) => ({ row: index + 1, values: values.map(bare) }))
    .filter(({ values }) => values.some((value) => value !== ''));
  return { ...(header && { header }), rows: rows.filter(({ row }) => !broken.has(row)), problems };
}

/** Returns the header's delimiter: values may contain the other marks, names of columns hardly do. */
function delimiterOf(text: string): string {
  const header = text.split('\n').find((line) => /[^\s,;]/.test(line)) ?? '';
  const columns = (delimiter: string) => Papa.parse<string[]>(header, { delimiter }).data[0]?.length ?? 0;
  return [',', ';', '\t'].reduce((best, mark) => (columns(mark) > columns(best) ? mark : best));
}

/** A space before a quotation mark hides it from the parser. */
function bare(value: string): string {
  const trimmed = value.trim();
  return /^"[^"]*"$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}
