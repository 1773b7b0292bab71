import type { Architecture } from '../../model/manifest';
import { advance, finish, start, type Answer, type Crops, type State } from '../../network/network';
import { operations } from './operations';
import { Recorder, type List, type MapRef, type Parameters, type Recording } from './recorder';
import type { Precision } from '../backend';

/** The network as lists of dispatches: a first frame, further frames in turns, and a window's end. */
export interface NetworkRecording {
  memory: Recording;
  start: List;
  /** What a frame brings lies in two places in turn: an odd frame, counted from 0, uses the first list, an even one the second. */
  advance: [odd: List, even: List];
  finish: List;
  /** Rings of crops. */
  rings: Crops<MapRef>;
  /** Offsets of the crops' `Sizes`. */
  cuts: Crops<number>;
  /** Zeros when a window begins. */
  cleared: readonly MapRef[];
  answer: Answer<MapRef>;
}

/** Runs the network's description with operations that record; `places`: of each ring of crops. */
export async function record(
  a: Architecture,
  parameters: Parameters,
  precision: Precision,
  places: number,
): Promise<NetworkRecording> {
  const r = new Recorder(parameters, precision);
  const o = operations(r);
  const rings = {
    face: r.ring('face', a.face_size, places),
    context: r.ring('context', a.context_size, places),
  };
  const first = await r.list(() => start(o, a, rings));
  keepAll(r, first.result);
  const odd = await r.list(() => advance(o, a, first.result, rings));
  keepAll(r, odd.result);
  // From here on everything repeats: the state after this frame lies where the state after the first one does.
  const even = await r.list(() => advance(o, a, odd.result, rings));
  for (const name of Object.keys(even.result) as (keyof typeof even.result)[])
    r.tie(even.result[name], first.result[name]);
  const last = await r.list(() => finish(o, even.result));
  keepAll(r, last.result);
  const cuts = { face: r.reserve(), context: r.reserve() };
  const memory = r.end();
  return {
    memory,
    start: first.list(),
    advance: [odd.list(), even.list()],
    finish: last.list(),
    rings,
    cuts,
    cleared: o.cleared,
    answer: last.result,
  };
}

function keepAll(r: Recorder, maps: State<MapRef> | Answer<MapRef>): void {
  for (const map of Object.values<MapRef>({ ...maps })) r.keep(map);
}
