import { describe, expect, it } from 'vitest';
import { assign, Region } from './memory';

const region = (kind: string) => ({ region: new Region('maps', 10, kind) });
const use = (reads: { region: Region }[], writes: { region: Region }[], optional = false) => ({
  label: 'a dispatch',
  reads,
  writes,
  optional,
});

describe('assign', () => {
  it('gives a place again when nobody reads it any more, to a map of the same shape alone', () => {
    const [a, b, c, other, kept] = [
      region('small'),
      region('small'),
      region('small'),
      region('wide'),
      region('small'),
    ];
    const uses = [use([], [a]), use([a], [b]), use([b], [c]), use([c], [other]), use([other], [kept])];
    expect(assign(uses, new Set([kept.region]))).toEqual({ maps: 40, floats: 0 });
    expect(c.region.offset).toBe(a.region.offset);
    expect(new Set([a, b, other, kept].map((one) => one.region.offset)).size).toBe(4);
  });

  it('never gives away what is kept', () => {
    const [kept, next] = [region('small'), region('small')];
    assign([use([], [kept]), use([kept], [next]), use([next], [])], new Set([kept.region]));
    expect(next.region.offset).not.toBe(kept.region.offset);
  });

  it('leaves out what nobody reads where the kernel can, and else says so', () => {
    const unread = region('small');
    assign([use([], [unread], true)], new Set());
    expect(unread.region.placed).toBe(false);
    expect(() => assign([use([], [unread])], new Set())).toThrow('Nothing reads');
    expect(() => assign([use([unread], [])], new Set())).toThrow('Nothing writes');
  });

  it('has a region share the place of another', () => {
    const [earlier, later] = [region('small'), region('small')];
    later.region.become(earlier.region);
    assign([use([], [earlier]), use([earlier], [later])], new Set([earlier.region]));
    expect(later.region.offset).toBe(earlier.region.offset);
    expect(() => {
      later.region.become(region('wide').region);
    }).toThrow(RangeError);
  });
});
