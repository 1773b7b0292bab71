import { describe, expect, it, vi } from 'vitest';
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

  it.each([
    ['OverconstrainedError', 'CAMERA_ABSENT'],
    ['PermissionDeniedError', 'CAMERA_DENIED'],
    ['TrackStartError', 'CAMERA_IN_USE'],
  ])('goes by the name of what is no Error: %s', (name, code) => {
    expect(cameraError({ name, constraint: 'deviceId' }).code).toBe(code);
    expect(cameraError(name).code).toBe(code);
  });

  it('blames a policy of the page, and not the person, where the browser tells', () => {
    vi.stubGlobal('document', { featurePolicy: { allowsFeature: () => false } });
    expect(cameraError(new DOMException('', 'NotAllowedError')).code).toBe('CAMERA_BLOCKED');
    vi.unstubAllGlobals();
  });

  it('has a name for whatever else a browser throws', () => {
    expect(cameraError('nonsense').code).toBe('UNSUPPORTED_BROWSER');
  });
});
