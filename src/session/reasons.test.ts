import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFolder } from '../../scripts/assets.mjs';
import { readModel } from '../model/readModel';
import type { Evidence } from '../network/evidence';
import { reasonsOf } from './reasons';

const rules = readModel(JSON.parse(readFileSync(join(modelFolder(), 'model.json'), 'utf8'))).evidence;

const live: Evidence = { texture: 6, surroundings: 2, rigidity: 0, steadiness: 0 };
const part = { x: 1, y: 2, width: 3, height: 4 };

/** Windows of two frames, whose wide crop at the second differs; the second frame speaks most against. */
const windows = (...evidence: Evidence[]) =>
  evidence.map((one, index) => ({
    index,
    evidence: one,
    texture: { frame: 1, screen: 8 },
    frames: [0, 1].map((frame) => ({
      timestamp: 1000 * index + 100 * frame,
      // A further frame has no face crop where depth is seen in the first frame.
      parts: { wide: { ...part, x: frame }, context: part, ...(frame === 0 && { face: { ...part, y: 8 } }) },
    })),
  }));

const codes = (...given: Parameters<typeof reasonsOf>) => reasonsOf(...given).map(({ code }) => code);

describe('the reasons of a verdict', () => {
  it('say where nothing speaks against a real face', () => {
    expect(reasonsOf('live', windows(live, live), rules)).toEqual([
      { code: 'nothing-against', weight: 0, shown: undefined },
    ]);
  });

  it('name what speaks against it, by what it took away, and where it shows', () => {
    const attack = { ...live, texture: -4, steadiness: -3 };
    expect(reasonsOf('spoof', windows(live, attack, attack), rules)).toEqual([
      {
        code: 'screen-texture',
        weight: expect.closeTo(0.5 * ((rules.texture?.named?.liveMedian ?? NaN) + 2 / 3), 5) as number,
        shown: { window: 1, timestamp: 1100, part: { ...part, x: 1 } },
      },
    ]);
    expect(codes('spoof', windows(attack), rules)).toEqual(['screen-texture', 'surroundings-move']);
  });

  it('come by what they took away, whichever they are', () => {
    const attack = { ...live, texture: -4, surroundings: -60 };
    expect(codes('spoof', windows(attack), rules)).toEqual(['medium-around-face', 'screen-texture']);
  });

  it('show the window that speaks most against, and of what stands still its first frame', () => {
    const [surroundings, further] = [-12, -15].map((logOdds) => ({ ...live, surroundings: logOdds }));
    if (!surroundings || !further) throw new Error('no evidence');
    const [reason] = reasonsOf('spoof', windows(live, surroundings, further, surroundings), rules);
    expect(reason?.shown).toEqual({ window: 2, timestamp: 2000, part });
  });

  it('show the near crop where no network saw the wide one', () => {
    const near = { ...part, x: 9 };
    const seen = windows({ ...live, texture: -4 }).map((window) => ({
      ...window,
      frames: window.frames.map(({ timestamp }) => ({ timestamp, parts: { near } })),
    }));
    expect(reasonsOf('spoof', seen, rules)[0]?.shown?.part).toEqual(near);
  });

  it('name flat depth, where a model goes by it', () => {
    const depth = { weight: 1, named: { below: -1, liveMedian: 2 } };
    expect(reasonsOf('spoof', windows({ ...live, depth: -3 }), { ...rules, depth })).toEqual([
      { code: 'flat-depth', weight: 5, shown: { window: 0, timestamp: 0, part: { ...part, y: 8 } } },
    ]);
    expect(codes('spoof', windows({ ...live, depth: -1 }), { ...rules, depth })).toEqual(['small-signs']);
  });

  it('name no screen where the texture might be that of paper', () => {
    const [window] = windows({ ...live, texture: -4 });
    if (!window) throw new Error('no window');
    expect(codes('spoof', [{ ...window, texture: { frame: 0, screen: 1 } }], rules)).toEqual([
      'reproduction-texture',
    ]);
  });

  it.each([
    ['medium-around-face', { surroundings: -12 }],
    ['moves-as-one', { rigidity: -3 }],
    ['surroundings-move', { steadiness: -2.9 }],
  ])('name %s', (code, evidence) => {
    expect(codes('spoof', windows({ ...live, ...evidence }), rules)).toEqual([code]);
    expect(codes('live', windows({ ...live, ...evidence }), rules)).toEqual(['outweighed', code]);
  });

  it('do not name what stands out in none', () => {
    const weak = { texture: 0.1, surroundings: -2, rigidity: -2, steadiness: -2 };
    expect(codes('spoof', windows(weak), rules)).toEqual(['small-signs']);
    expect(codes('inconclusive', windows(weak), rules)).toEqual(['undecided']);
  });

  it('are never empty, not even without windows', () => {
    expect(codes('inconclusive', [], rules)).toEqual(['nothing-scored']);
  });
});
