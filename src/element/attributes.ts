import type { BackendName } from '../backends/backend';

/** What a page can set on the element, checked. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  size: 'normal' | 'compact';
  /** Seconds for which a live verdict is valid. */
  expires: number;
  /** Seconds, as in `LivenessOptions`; `undefined` is its default. */
  noFaceTimeout: number | undefined;
  sessionTimeout: number | undefined;
  /** Number of checks without a `live` verdict after which only another way to sign in is offered. */
  attempts: number;
  /** Scored windows after which a check ends without an answer; `undefined` is the library's default. */
  maxWindows: number | undefined;
  backend: BackendName | undefined;
  /** Folder of worker, backends and assets; `undefined` is the folder of the script. */
  assets: string | undefined;
  action: string | undefined;
  cdata: string | undefined;
  /** Route of the site's server that gives out sessions: the server then scores the check again. */
  sessionUrl: string | undefined;
}

export const attributeNames = [
  'theme',
  'size',
  'expires',
  'no-face-timeout',
  'session-timeout',
  'attempts',
  'max-windows',
  'backend',
  'assets',
  'action',
  'cdata',
  'session-url',
] as const;

type AttributeName = (typeof attributeNames)[number];

/** Returns the property that goes with an attribute, as in HTML. */
export function propertyOf(attribute: AttributeName): keyof Settings {
  return attribute.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Settings;
}

/** The settings as properties of the element; `undefined` takes the attribute off. */
export type SettingProperties = { [name in keyof Settings]: Settings[name] | undefined };

/** Reads the settings. An invalid value is reported to `warn` and replaced by the default, as in HTML's attributes. */
export function readSettings(
  read: (name: AttributeName) => string | null,
  warn: (message: string) => void,
): Settings {
  const oneOf = <T extends string | undefined>(name: AttributeName, known: readonly T[], fallback: T): T => {
    const given = read(name);
    if (given === null) return fallback;
    const found = known.find((value) => value === given.trim().toLowerCase());
    if (found === undefined) warn(`${name}="${given}" is not one of ${known.join(', ')}; it is ignored.`);
    return found ?? fallback;
  };
  const positive = <T extends number | undefined>(
    name: AttributeName,
    fallback: T,
    kind: 'number' | 'whole number' = 'number',
  ): number | T => {
    const given = read(name);
    if (given === null) return fallback;
    const value = Number(given);
    const fits = kind === 'number' ? Number.isFinite(value) : Number.isInteger(value);
    if (value > 0 && fits) return value;
    warn(`${name}="${given}" is not a ${kind} above 0; it is ignored.`);
    return fallback;
  };
  return {
    theme: oneOf('theme', ['auto', 'light', 'dark'], 'auto'),
    size: oneOf('size', ['normal', 'compact'], 'normal'),
    expires: positive('expires', 300),
    noFaceTimeout: positive('no-face-timeout', undefined),
    sessionTimeout: positive('session-timeout', undefined),
    attempts: positive('attempts', 3),
    maxWindows: positive('max-windows', undefined, 'whole number'),
    backend: oneOf<BackendName | undefined>('backend', ['webgpu', 'webgl', 'wasm'], undefined),
    assets: read('assets') ?? undefined,
    action: read('action') ?? undefined,
    cdata: read('cdata') ?? undefined,
    sessionUrl: read('session-url') ?? undefined,
  };
}

/** Reads an element's settings; says on the console what it ignores. */
export function settingsOf(element: Element): Settings {
  return readSettings(
    (name) => element.getAttribute(name),
    (message) => {
      console.warn(`<depthproof-check>: ${message}`);
    },
  );
}
