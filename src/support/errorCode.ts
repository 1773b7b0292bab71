import type { ErrorCode } from '../errors';
import type { SupportTest } from './check';

/** The code of what a browser lacks. */
export function unsupportedCode(missing: readonly SupportTest[]): ErrorCode {
  if (missing.includes('secure-context')) return 'INSECURE_CONTEXT';
  return missing.every((name) => name === 'readback') ? 'READBACK_BLOCKED' : 'UNSUPPORTED_BROWSER';
}
