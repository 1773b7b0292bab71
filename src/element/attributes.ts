import type { BackendName } from '../backends/backend';

/** What a page can set on the element, checked. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  size: 'normal' | 'compact';
  /** Seconds for which a live verdict is valid. */
  expires: number;
  /** Seconds, as in `LivenessOptions`; `undefined` is its default. */
  noFaceTimeout: number | undefined;
  decisionTimeout: number | undefined;
  sessionTimeout: number | undefined;
  /** Number of checks without a `live` verdict after which only another way to sign in is offered. */
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
  'no-face-timeout',
  'decision-timeout',
  'session-timeout',
  'attempts',
  'backend',
  'assets',
  'action',
  'cdata',
] as const;

/** Returns the property that goes with an attribute, as in HTML. */
export function propertyOf(attribute: (typeof attributeNames)[number]): keyof Settings {
  return attribute.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Settings;
}

/** The settings as properties of the element; `undefined` takes the attribute off. */
export type SettingProperties = { [name in keyof Settings]: Settings[name] | undefined };

/** Reads the settings. An invalid value is reported to `warn` and replaced by the default, as in HTML's attributes. */
export function readSettings(
  read: (name: string) => string | null,
  warn: (message: string) => void,
): Settings {
  const oneOf = <T extends string | undefined>(name: string, known: readonly T[], fallback: T): T => {
    const given = read(name);
    if (given === null) return fallback;
    const found = known.find((value) => value === given.trim().toLowerCase());
    if (found === undefined) warn(`${name}="${given}" is not one of ${known.join(', ')}; it is ignored.`);
    return found ?? fallback;
  };
  const positive = <T extends number | undefined>(name: string, fallback: T): number | T => {
    const given = read(name);
    if (given === null) return fallback;
    const value = Number(given);
    if (value > 0 && Number.isFinite(value)) return value;
    warn(`${name}="${given}" is not a number above 0; it is ignored.`);
    return fallback;
  };
  return {
    theme: oneOf('theme', ['auto', 'light', 'dark'], 'auto'),
    size: oneOf('size', ['normal', 'compact'], 'normal'),
    expires: positive('expires', 300),
    noFaceTimeout: positive('no-face-timeout', undefined),
    decisionTimeout: positive('decision-timeout', undefined),
    sessionTimeout: positive('session-timeout', undefined),
    attempts: positive('attempts', 3),
    backend: oneOf<BackendName | undefined>('backend', ['webgpu', 'webgl', 'wasm'], undefined),
    assets: read('assets') ?? undefined,
    action: read('action') ?? undefined,
    cdata: read('cdata') ?? undefined,
  };
}
