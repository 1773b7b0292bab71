import { describe, expect, it } from 'vitest';
import { uniforms } from '../../../kernels/short_term.wgsl';
import { writeFields } from './uniforms';

const members = {
  first: { offset: 0, type: 'u32' },
  inner: { offset: 16, type: 'Pair', members: { place: { offset: 4, type: 'vec2f' } } },
};

describe('uniforms by name', () => {
  it('are written where the struct has them', () => {
    const view = new DataView(new ArrayBuffer(32));
    writeFields(view, members, { inner: { place: [0.5, -2] }, first: -1 });
    expect([view.getUint32(0, true), view.getFloat32(20, true), view.getFloat32(24, true)]).toEqual([
      0xffffffff, 0.5, -2,
    ]);
  });

  it('are all given, and no others', () => {
    const view = new DataView(new ArrayBuffer(32));
    expect(() => {
      writeFields(view, members, { first: 1 });
    }).toThrow('inner is missing');
    expect(() => {
      writeFields(view, members, { first: 1, inner: { place: [0, 0] }, second: 2 });
    }).toThrow('no uniform named second');
  });

  it('lie where WGSL has them: structs and vectors of four in units of sixteen bytes', () => {
    expect(uniforms).toMatchObject({
      layer: {
        offset: 0,
        members: {
          inputs: { offset: 0, members: { firsts: { offset: 0 }, starts: { offset: 16, type: 'vec4u' } } },
          planes: { offset: 32, type: 'u32' },
          full: { offset: 48, members: { width: { offset: 4, type: 'u32' } } },
        },
      },
      features: { offset: 112 },
    });
  });
});
