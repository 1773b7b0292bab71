import type { BackendName } from 'depthproof';

/** The bundled clips, by their file's name without ending. */
export const clips = ['live', 'print', 'replay', 'two-faces', 'no-face'] as const;
export type Clip = (typeof clips)[number];
export type Source = 'camera' | Clip | 'file';

const backends: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];

export function isClip(name: string | null): name is Clip {
  return clips.some((clip) => clip === name);
}

/** The backend of this name; `undefined` (the library chooses) for any other text, `auto` included. */
export function backendOf(name: string | null): BackendName | undefined {
  return backends.find((backend) => backend === name);
}

/** What an address such as `?source=print&backend=wasm&start&once` asks for. */
export interface Parameters {
  source: Source;
  backend: BackendName | undefined;
  /** Start without waiting for the button. */
  start: boolean;
  /** End with the first verdict. */
  once: boolean;
  /** Milliseconds to reach a verdict in, for machines that need more than the library's default. */
  patience: number | undefined;
}

/** @param search query part of an address. What it does not name or misspells is as without it. */
export function readParameters(search: string): Parameters {
  const query = new URLSearchParams(search);
  const source = query.get('source');
  return {
    source: isClip(source) ? source : 'camera',
    backend: backendOf(query.get('backend')),
    start: query.has('start'),
    once: query.has('once'),
    patience: Number(query.get('patience')) || undefined,
  };
}

/** Writes the choices into a query and leaves the rest of it alone. A person's own file cannot be shared this way. */
export function writeParameters(search: string, source: Source, backend: BackendName | undefined): string {
  const query = new URLSearchParams(search);
  if (source === 'file') query.delete('source');
  else query.set('source', source);
  if (backend) query.set('backend', backend);
  else query.delete('backend');
  // "start=" and "start" mean the same, and the latter is what people type.
  return `?${query}`.replace(/=(?=&|$)/g, '');
}
