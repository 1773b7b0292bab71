import { expect, test } from 'vitest';
import { unsupportedCode } from './errorCode';

test.each([
  [['secure-context', 'camera'], 'INSECURE_CONTEXT'],
  [['readback'], 'READBACK_BLOCKED'],
  [['readback', 'worker'], 'UNSUPPORTED_BROWSER'],
] as const)('what lacks %j gets %s', (missing, code) => {
  expect(unsupportedCode(missing)).toBe(code);
});
