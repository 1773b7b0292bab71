/** A file that the visitor gave, with its path in what was given: `clips/live/a.mp4`, or `a.mp4` for a plain file. */
export interface GivenFile {
  path: string;
  file: File;
}
