import { attributeNames } from '../element/attributes';
import type { CheckResult } from './result';

/** The options of `render`. A container can also give them as `data-` attributes of the same names. */
export interface RenderOptions {
  /** Called with the response after a live verdict. In an attribute: the name of a global function. */
  callback?: Callback<[response: string]>;
  /** Called when a response expires. */
  'expired-callback'?: Callback<[]>;
  /** Called with every verdict, whatever it is; `final` says that no other attempt is offered. */
  'result-callback'?: Callback<[result: CheckResult]>;
  /** Called when a check could not decide: its outcome is `inconclusive`. */
  'timeout-callback'?: Callback<[]>;
  /** Called when a check is given up: by the person, by the start of another, or because it was hidden or reset. */
  'cancel-callback'?: Callback<[]>;
  /** Called with a stable code when a check fails, or when the browser cannot run it. */
  'error-callback'?: Callback<[code: string]>;
  theme?: string;
  size?: string;
  action?: string;
  cdata?: string;
  /** Route of the site's server that gives out sessions: the server then scores the check again. */
  'session-url'?: string;
  /** Language tag; default: `hl` of the script, else that of the page. */
  language?: string;
  /** Seconds for which a response is valid. */
  expires?: string | number;
  /** Seconds, as everywhere in the script tag: without any face, and in all. */
  'no-face-timeout'?: string | number;
  'session-timeout'?: string | number;
  attempts?: string | number;
  /** Scored windows after which a check ends without an answer. */
  'max-windows'?: string | number;
  backend?: string;
  /** Folder of worker and assets; default: that of the script. */
  assets?: string;
  /** Whether the form around it can be submitted only with a response. */
  required?: boolean | string;
  /** Name of the hidden input; default `depthproof-response`. */
  'response-field-name'?: string;
}

export type Callback<Arguments extends unknown[]> = string | ((...given: Arguments) => void);

const names = [
  'callback',
  'result-callback',
  'timeout-callback',
  'cancel-callback',
  'expired-callback',
  'error-callback',
  ...attributeNames,
  'language',
  'required',
  'response-field-name',
] as const satisfies (keyof RenderOptions)[];

/** Names on the console the options that do not exist. */
export function warnOfUnknown(options: RenderOptions): void {
  for (const name of Object.keys(options))
    if (!(names as readonly string[]).includes(name))
      console.warn(`depthproof.render: there is no option "${name}".`);
}

/** Returns the options that have a value: a wrapper passes on undefined where its own caller gives none. */
export function given(options: RenderOptions): RenderOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Returns the options that a container's `data-` attributes give. */
export function dataOptions(container: Element): RenderOptions {
  const given = names.flatMap((name) => {
    const value = container.getAttribute(`data-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** Returns the element's attributes for these options. */
export function attributesOf(options: RenderOptions): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of attributeNames) {
    const value = options[name];
    if (value !== undefined) attributes[name] = String(value);
  }
  if (options.language) attributes['lang'] = options.language;
  const { required } = options;
  if (required !== undefined && required !== false && required !== 'false') attributes['required'] = '';
  return attributes;
}

/** Milliseconds for which a function that is not there yet is looked for, and between two looks. */
const PATIENCE = 30_000;
const INTERVAL = 200;

/**
 * Calls a function, or the global function of that name, which may lead along dots: `app.onLive`. Looks the name up only
 * now, and again until it is there: scripts may load in any order.
 */
export function call<Arguments extends unknown[]>(
  callback: Callback<Arguments> | undefined,
  ...given: Arguments
): void {
  if (callback === undefined || callback === '') return;
  if (typeof callback === 'function') {
    attempt(() => callback(...given));
    return;
  }
  const look = (left: number) => {
    const [owner, found] = lookUp(callback);
    if (typeof found === 'function') attempt(() => Reflect.apply(found, owner, given) as unknown);
    else if (left > 0) setTimeout(look, INTERVAL, left - INTERVAL);
    else console.warn(`depthproof: there is no global function "${callback}" to call back.`);
  };
  look(PATIENCE);
}

/** Calls the page's code. An error of it reaches the page's console, and keeps no other callback from being called. */
function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

/** Returns what a path of names leads to from `window`, and what has it. */
function lookUp(path: string): [owner: unknown, found: unknown] {
  let pair: [unknown, unknown] = [undefined, window];
  for (const name of path.split('.'))
    pair = [pair[1], (pair[1] as Record<string, unknown> | undefined)?.[name]];
  return pair;
}
