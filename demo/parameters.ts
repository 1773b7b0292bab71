import type { BackendName } from 'depthproof';

/** The bundled clips, by file name without extension. */
export const clips = ['live', 'print', 'replay', 'two-faces', 'no-face'] as const;
export type Clip = (typeof clips)[number];
export type Source = 'camera' | Clip | 'file';

const backends: readonly BackendName[] = ['webgpu', 'webgl', 'wasm'];

export function isClip(name: string | null): name is Clip {
  return clips.some((clip) => clip === name);
}

/** Returns the backend of this name; `undefined` (the library chooses) for any other text, such as `auto`. */
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
  /** Time limit for a verdict in seconds, for machines that need more than the library's default. */
  patience: number | undefined;
}

/** @param search query of an address. Missing and misspelled parameters get their defaults. */
export function readParameters(search: string): Parameters {
  const query = new URLSearchParams(search);
  const source = query.get('source');
  const patience = Number(query.get('patience'));
  return {
    source: isClip(source) ? source : 'camera',
    backend: backendOf(query.get('backend')),
    start: query.has('start'),
    once: query.has('once'),
    patience: patience > 0 && Number.isFinite(patience) ? patience : undefined,
  };
}

/** Returns the query with the choices written into it. A person's own file is left out, since it cannot be shared. */
export function writeParameters(search: string, source: Source, backend: BackendName | undefined): string {
  const query = new URLSearchParams(search);
  if (source === 'file') query.delete('source');
  else query.set('source', source);
  if (backend) query.set('backend', backend);
  else query.delete('backend');
  // "start=" and "start" mean the same, and the latter is what people type.
  return `?${query}`.replace(/=(?=&|$)/g, '');
}
