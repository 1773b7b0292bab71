import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { contentType } from '../scripts/serve.mjs';

/** What a bad host, proxy or attacker does to one file on its way to the page. */
export interface Tampering {
  /** Path of the file on the server, such as `/assets/model/model.json`. */
  path: string;
  /**
   * missing: status 404; truncated: the first half, complete as far as HTTP can tell; altered: right size, one bit
   * flipped; mistyped: right bytes as text/html; stalled: headers and first half, then silence.
   */
  how: 'missing' | 'truncated' | 'altered' | 'mistyped' | 'stalled';
}

/** Returns an `intercept` option for `serve` that answers only the tampered path, from `folder`. */
export function tamper({ path, how }: Tampering, folder: string) {
  return (requested: string, response: ServerResponse): boolean => {
    if (requested !== path) return false;
    if (how === 'missing') {
      response.writeHead(404).end();
      return true;
    }
    void readFile(join(folder, path)).then((bytes) => {
      const half = bytes.subarray(0, bytes.length / 2);
      const type = how === 'mistyped' ? 'text/html' : contentType(path);
      const length = how === 'truncated' ? half.length : bytes.length;
      response.writeHead(200, { 'content-type': type, 'content-length': length });
      if (how === 'stalled') response.write(half);
      else response.end({ truncated: half, altered: withOneBitFlipped(bytes), mistyped: bytes }[how]);
    });
    return true;
  };
}

function withOneBitFlipped(bytes: Buffer): Buffer {
  const altered = Buffer.from(bytes);
  const middle = bytes.length >> 1;
  altered.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return altered;
}
