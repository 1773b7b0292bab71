import { expect, test } from 'vitest';
import { readSettings } from './attributes';

function read(attributes: Record<string, string>) {
  const complaints: string[] = [];
  const settings = readSettings(
    (name) => attributes[name] ?? null,
    (message) => complaints.push(message),
  );
  return { settings, complaints };
}

test('defaults', () => {
  expect(read({})).toEqual({
    settings: {
      theme: 'auto',
      size: 'normal',
      expires: 300,
      noFaceTimeout: undefined,
      sessionTimeout: undefined,
      attempts: 3,
      maxWindows: undefined,
      backend: undefined,
      assets: undefined,
      action: undefined,
      cdata: undefined,
    },
    complaints: [],
  });
});

test('right values, whatever their case', () => {
  const { settings, complaints } = read({
    theme: 'Dark',
    size: ' compact',
    expires: '60',
    backend: 'wasm',
    'max-windows': '12',
  });
  expect(settings).toMatchObject({
    theme: 'dark',
    size: 'compact',
    expires: 60,
    backend: 'wasm',
    maxWindows: 12,
  });
  expect(complaints).toEqual([]);
});

test.each([
  ['theme', 'blue'],
  ['size', ''],
  ['expires', '-1'],
  ['expires', 'soon'],
  ['attempts', 'Infinity'],
  ['max-windows', '0'],
  ['max-windows', '2.5'],
  ['no-face-timeout', '10 s'],
  ['backend', 'cuda'],
])('%s="%s" is named and ignored', (name, value) => {
  const { settings, complaints } = read({ [name]: value });
  expect(settings).toEqual(read({}).settings);
  expect(complaints).toEqual([expect.stringContaining(`${name}="${value}"`)]);
});
