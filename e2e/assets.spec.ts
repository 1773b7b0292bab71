import { expect, test } from './launch';

test('the built library loads as a module, by itself', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE' });
  const names = await page.evaluate(async (url) => Object.keys((await import(url)) as object), '/index.js');
  expect(names).toEqual(expect.arrayContaining(['createLiveness', 'DepthproofError']));
});

test('every asset arrives with the media type that a browser asks for', async ({ openPage }) => {
  const page = await openPage({ path: '/LICENSE' });
  const types = await page.evaluate(async () => {
    const paths = ['/assets/tfjs-backend-wasm-simd.wasm', '/assets/vision_wasm_module_internal.js'];
    const responses = await Promise.all(paths.map((path) => fetch(path, { method: 'HEAD' })));
    return responses.map((response) => response.headers.get('content-type'));
  });
  expect(types).toEqual(['application/wasm', 'text/javascript; charset=utf-8']);
});
