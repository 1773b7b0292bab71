import { expect, it } from 'vitest';
import { sentCrops } from '../evidence/window';
import { decodeCrop, ImageError, openDecoder } from './decodeCrop';
import { isCropJpeg } from './jpegHeader';
import { files } from './testing/openTestServer';
import { shipped } from './testing/shipped';
import { windowOf } from './testing/windows';

it('decodes an honest file after any number of damaged ones', async () => {
  await openDecoder(files.jpegWasm);
  const size = sentCrops(shipped)[0]?.[0]?.size ?? NaN;
  const honest = Uint8Array.from((await windowOf('live')).frames[0]?.[0] ?? []);
  const levels = await decodeCrop(honest, size);
  // Without quantization tables, which a header need not have, the decoder ends in the middle of its work.
  const tables = Buffer.from(honest).indexOf(Buffer.from([0xff, 0xdb]));
  const damaged = Uint8Array.from(honest);
  for (
    let at = tables;
    damaged[at + 1] === 0xdb;
    at += 2 + (damaged[at + 2] ?? 0) * 256 + (damaged[at + 3] ?? 0)
  )
    damaged[at + 1] = 0xfe;
  expect(isCropJpeg(damaged, size)).toBe(true);
  for (let file = 0; file < 150; file++) await expect(decodeCrop(damaged, size)).rejects.toThrow(ImageError);
  expect(await decodeCrop(honest, size)).toEqual(levels);
});
