import { join, relative, sep } from 'node:path';
import { root } from './run.mjs';

/**
 * The floor plan of src/, lowest floor first: rooms with what each is for. A room imports itself and rooms on lower
 * floors, none beside it. eslint.config.mjs holds it, docs/architecture.md shows it.
 */
export const floors = [
  {
    errors: 'the one error class and its codes',
    listen: 'event listeners that end with a signal',
    geometry: 'sizes, rectangles, and how a crop samples its frame',
    timeout: 'timers, and promises with a time limit or an abort signal',
  },
  {
    model: 'schema of `model.json`, the one reader of weights',
    support: 'what a browser lacks for a check',
    arrived: 'an import of one of our files, with its errors',
  },
  {
    network: 'the network, described once against the operations in `ops.ts`; score; golden vectors',
    face: 'faces, the detector, the crops around a face',
    camera: '`getUserMedia`, frames at the cadence by their own timestamps',
    injection: 'what looks like injected video, a signal beside the verdict',
  },
  {
    backends: 'what a backend is: opens the network, says when it is lost',
    quality: 'measures of a frame, and the one hint that they give',
  },
  {
    'backends/tfjs': 'the operations, computed by TensorFlow.js on WASM or WebGL',
    'backends/webgpu': 'the operations recorded as dispatches of our kernels, and replayed',
    evidence: 'a window as a page sends it to its server: compact images, facts, hash chain',
  },
  {
    session: 'the pure reducer of a check, the decision over windows, the protocol of page and worker',
  },
  {
    engine: 'worker: frames in, scored windows out; choice of the backend',
    page: 'page: one check from the camera to the verdict',
  },
  { index: 'the ES module `depthproof`' },
  { element: 'the element `<depthproof-check>`, its texts and styles' },
  {
    embed: 'the script tag',
    react: 'the React component',
    server: 'Node: sessions, evidence scored again, siteverify over HTTP',
  },
];

const floorOf = new Map(floors.flatMap((rooms, floor) => Object.keys(rooms).map((room) => [room, floor])));

/** The innermost room of a module in src/; `undefined` for one outside. */
export function roomOf(module) {
  const parts = relative(join(root, 'src'), module)
    .replace(/(\.test)?\.\w+$/, '')
    .split(sep);
  if (parts[0] === '..') return undefined;
  const [room, inner] = [parts[0], parts.slice(0, 2).join('/')];
  return floorOf.has(inner) ? inner : room;
}

export function isBelow(room, other) {
  return floorOf.get(room) < floorOf.get(other);
}
