import type { Model } from '../../model/manifest';
import {
  advance,
  finish,
  forCropsSeen,
  mapCrops,
  start,
  type Answer,
  type Crops,
  type State,
} from '../../network/network';
import { operations } from './operations';
import { Recorder, type List, type MapRef, type Parameters, type Memory } from './recorder';
import type { Precision } from '../backend';

/** The network as lists of dispatches: a first frame, further frames in turns, and a window's end. */
export interface Recording {
  memory: Memory;
  start: List;
  /** What a frame brings lies in two places in turn: an odd frame, counted from 0, uses the first list, an even one the second. */
  advance: [odd: List, even: List];
  finish: List;
  rings: Crops<RecordedRing>;
  /** Zeros when a window begins. */
  cleared: readonly MapRef[];
  answer: Answer<MapRef>;
}

/** Where crops of one name lie, and the offset of the `Uniforms` that one is cut with. */
export interface RecordedRing {
  map: MapRef;
  uniform: number;
}

/** Runs the network's description with operations that record; `places`: of each ring of crops. */
export async function recordNetwork(
  model: Pick<Model, 'architecture' | 'crops'>,
  parameters: Parameters,
  precision: Precision,
  places: number,
): Promise<Recording> {
  const { architecture: a } = model;
  const r = new Recorder(parameters, precision);
  const o = operations(r);
  const rings = forCropsSeen(model, true, (name, { size }) => ({
    map: r.ring(name, size, places),
    uniform: r.reserve(),
  }));
  const seen = mapCrops(rings, ({ map }) => map);
  const first = await r.list(() => start(o, a, seen));
  keepAll(r, first.result);
  const odd = await r.list(() => advance(o, a, first.result, seen));
  keepAll(r, odd.result);
  // From here on everything repeats: the state after this frame lies where the state after the first one does.
  const even = await r.list(() => advance(o, a, odd.result, seen));
  for (const [name, map] of Object.entries(even.result) as [keyof State<MapRef>, MapRef][]) {
    const before = first.result[name];
    if (before) r.tie(map, before);
  }
  const last = await r.list(() => finish(o, a, even.result));
  keepAll(r, last.result);
  const memory = r.end();
  return {
    memory,
    start: first.list(),
    advance: [odd.list(), even.list()],
    finish: last.list(),
    rings,
    cleared: o.cleared,
    answer: last.result,
  };
}

function keepAll(r: Recorder, maps: State<MapRef> | Answer<MapRef>): void {
  for (const map of Object.values(maps) as MapRef[]) r.keep(map);
}
