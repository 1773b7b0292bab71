import type { BackendName } from '../backends/backend';

/** What a page can set on the element, checked. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  size: 'normal' | 'compact';
  /** Seconds for which a live verdict stands. */
  expires: number;
  /** Checks without `live` after which only another way is offered. */
  attempts: number;
  backend: BackendName | undefined;
  /** Folder of worker, backends and assets; `undefined` is the folder of the script. */
  assets: string | undefined;
  action: string | undefined;
  cdata: string | undefined;
}

export const attributeNames = [
  'theme',
  'size',
  'expires',
  'attempts',
  'backend',
  'assets',
  'action',
  'cdata',
];

/** A wrong value becomes the default, as with HTML's own attributes, and `complain` is told. */
export function readSettings(
  read: (name: string) => string | null,
  complain: (message: string) => void,
): Settings {
  const oneOf = <T extends string | undefined>(name: string, known: readonly T[], fallback: T): T => {
    const given = read(name);
    if (given === null) return fallback;
    const found = known.find((value) => value === given.trim().toLowerCase());
    if (found === undefined) complain(`${name}="${given}" is none of ${known.join(', ')}; it is ignored.`);
    return found ?? fallback;
  };
  const positive = (name: string, fallback: number): number => {
    const given = read(name);
    if (given === null) return fallback;
    const value = Number(given);
    if (value > 0 && Number.isFinite(value)) return value;
    complain(`${name}="${given}" is no number above 0; it is ignored.`);
    return fallback;
  };
  return {
    theme: oneOf('theme', ['auto', 'light', 'dark'], 'auto'),
    size: oneOf('size', ['normal', 'compact'], 'normal'),
    expires: positive('expires', 300),
    attempts: positive('attempts', 3),
    backend: oneOf<BackendName | undefined>('backend', ['webgpu', 'webgl', 'wasm'], undefined),
    assets: read('assets') ?? undefined,
    action: read('action') ?? undefined,
    cdata: read('cdata') ?? undefined,
  };
}
