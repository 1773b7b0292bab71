import { describe, expect, it } from 'vitest';
import { cameraError } from './cameraError';

describe('cameraError', () => {
  it.each([
    ['NotAllowedError', 'CAMERA_DENIED'],
    ['SecurityError', 'CAMERA_DENIED'],
    ['NotFoundError', 'CAMERA_ABSENT'],
    ['OverconstrainedError', 'CAMERA_ABSENT'],
    ['NotReadableError', 'CAMERA_IN_USE'],
    ['AbortError', 'CAMERA_IN_USE'],
    ['TypeError', 'UNSUPPORTED_BROWSER'],
  ])('names %s %s and keeps it as the cause', (name, code) => {
    const cause = new DOMException('as the browser words it', name);
    expect(cameraError(cause)).toMatchObject({ code, cause });
  });

  it('has a name for whatever else a browser throws', () => {
    expect(cameraError('nonsense').code).toBe('UNSUPPORTED_BROWSER');
  });
});
