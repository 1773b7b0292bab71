import type { Model } from '../../model/manifest';
import {
  advance,
  finish,
  forCropsSeen,
  mapCrops,
  start,
  type Crops,
  type State,
} from '../../network/network';
import type { Answer } from '../../network/answer';
import type { Precision } from '../backend';
import { recordRing, type Ring } from './crop';
import { operations } from './operations';
import { Recorder, type List, type MapRef, type Memory, type Parameters } from './recorder';

/** The network as lists of dispatches: a first frame, further frames in turns, and a window's end. */
export interface Recording<L = List> {
  start: L;
  /** A frame's state lies in two places in turn: an odd frame, counted from 0, uses the first list, an even one the second. */
  advance: [odd: L, even: L];
  finish: L;
  answer: Answer<MapRef>;
}

/** Runs the network's description with operations that record; `places`: of each ring of crops. */
export async function recordNetwork(
  model: Pick<Model, 'architecture' | 'crops'>,
  parameters: Parameters,
  precision: Precision,
  places: number,
): Promise<Recording & { memory: Memory; rings: Crops<Ring> }> {
  const { architecture: a } = model;
  const r = new Recorder(parameters, precision);
  const o = operations(r);
  const rings = forCropsSeen(model, true, (name, rule) => recordRing(r, name, rule, places));
  const seen = mapCrops(rings, ({ map }) => map);
  const first = await r.list(() => start(o, a, seen));
  const odd = await r.list(() => advance(o, a, first.result, seen));
  // From here on everything repeats: the state after this frame lies where the state after the first one does.
  const even = await r.list(async () => {
    const state = await advance(o, a, odd.result, seen);
    for (const [name, map] of Object.entries(state) as [keyof State<MapRef>, MapRef][]) {
      const before = first.result[name];
      if (before) r.tie(map, before);
    }
    return state;
  });
  const last = await r.list(() => finish(o, a, even.result));
  return {
    start: first.list,
    advance: [odd.list, even.list],
    finish: last.list,
    answer: last.result,
    rings,
    memory: r.end(),
  };
}
