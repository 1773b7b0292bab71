import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkOptions } from './options';

const refused = expect.objectContaining({ code: 'INVALID_OPTION' }) as Error;

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('document', { baseURI: 'https://example.org/login/?next=a#b' });
  for (const api of ['Worker', 'OffscreenCanvas', 'createImageBitmap']) vi.stubGlobal(api, vi.fn());
});
afterEach(() => vi.unstubAllGlobals());

describe('the limits', () => {
  const assets = '/depthproof/';

  it('are in windows and seconds', () => {
    const { limits } = checkOptions({ assets, maxWindows: 3, sessionTimeout: 4.5 });
    expect(limits).toEqual({ noFace: 10_000, windows: 3, session: 4500 });
  });

  it.each([0, -1, NaN, Infinity, '8' as unknown as number])('take no %s seconds', (sessionTimeout) => {
    expect(() => checkOptions({ assets, sessionTimeout })).toThrow(refused);
  });

  it.each([0, -1, 2.5, NaN, Infinity, '8' as unknown as number])('take no %s windows', (maxWindows) => {
    expect(() => checkOptions({ assets, maxWindows })).toThrow(refused);
  });
});

describe('the source', () => {
  const given = ['video', 'stream', 'frames'].flatMap((kind) =>
    [undefined, null, 'x', {}].map((value) => ({ [kind]: value })),
  );

  // As where the element or the stream is given itself, and a camera would open in its place.
  const others = ['camera', {}, { src: 'clip.webm' }, { getVideoTracks: () => [] }];

  it.each([...given, ...others])('is not %j', (source) => {
    expect(() => checkOptions({ assets: '/', source: source as never })).toThrow(refused);
  });
});

describe('the folder of the assets', () => {
  it.each([
    ['/depthproof', 'https://example.org/depthproof/'],
    ['depthproof/', 'https://example.org/login/depthproof/'],
    [new URL('https://example.com/1?2#3'), 'https://example.com/1/'],
  ])('%s is %s', (assets, folder) => {
    expect(checkOptions({ assets }).base.href).toBe(folder);
  });

  it.each(['https://', 'data:,x', 'mailto:x', 'blob:https://example.org/1'])('is not %s', (assets) => {
    expect(() => checkOptions({ assets })).toThrow(refused);
  });

  it('has to be given to a module that is in none', () => {
    // As for a module from a `blob:` address.
    const noAddress = () => {
      throw new TypeError('Invalid URL');
    };
    vi.stubGlobal('URL', noAddress);
    expect(() => checkOptions({})).toThrow(refused);
  });
});
