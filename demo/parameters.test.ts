import { describe, expect, it } from 'vitest';
import { readParameters, writeParameters } from './parameters';

describe('readParameters', () => {
  it('reads all of them', () => {
    expect(readParameters('?source=two-faces&backend=wasm&start&once&patience=9')).toEqual({
      source: 'two-faces',
      backend: 'wasm',
      start: true,
      once: true,
      patience: 9,
    });
  });

  it('opens nothing by itself and takes the camera and the fastest backend', () => {
    const byDefault = {
      source: 'camera',
      backend: undefined,
      start: false,
      once: false,
      patience: undefined,
    };
    expect(readParameters('')).toEqual(byDefault);
    expect(readParameters('?source=nonsense&backend=auto')).toEqual(byDefault);
    expect(readParameters('?source=file&backend=cpu')).toEqual(byDefault);
    for (const patience of ['-3', '0', 'Infinity', '1e999', 'long', ''])
      expect(readParameters(`?patience=${patience}`), patience).toEqual(byDefault);
  });
});

describe('writeParameters', () => {
  it('is read back as written and keeps the rest', () => {
    const search = writeParameters('?start&once&lang=en', 'print', 'webgl');
    expect(search).toBe('?start&once&lang=en&source=print&backend=webgl');
    expect(readParameters(search)).toMatchObject({
      source: 'print',
      backend: 'webgl',
      start: true,
      once: true,
    });
  });

  it('drops what cannot be shared or is the default', () => {
    expect(writeParameters('?source=print&backend=wasm', 'file', undefined)).toBe('?');
  });
});
