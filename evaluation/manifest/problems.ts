/** A fault of a manifest or a folder, and what to do about it. */
export interface Problem {
  /** The manifest's row as a spreadsheet counts (the header is row 1); absent if no single row is to blame. */
  row?: number;
  /** The clip's path, where it is known. */
  file?: string;
  message: string;
}

/** All problems at once, so that a manifest is mended in one go; the message has one a line. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  /** Problems in the order of the rows; those without a row come last. */
  readonly problems: Problem[];

  constructor(problems: readonly Problem[]) {
    const inOrder = [...problems].sort((a, b) => position(a) - position(b));
    super(inOrder.map(line).join('\n'));
    this.problems = inOrder;
  }
}

function position({ row }: Problem): number {
  return row ?? Number.MAX_SAFE_INTEGER;
}

function line({ row, file, message }: Problem): string {
  if (row !== undefined) return `row ${row}: ${message}`;
  return file === undefined ? message : `${file}: ${message}`;
}
