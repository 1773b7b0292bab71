import { attributeNames } from '../element/attributes';

/** The options of `render`. A container can also give them as `data-` attributes of the same names. */
export interface RenderOptions {
  /** Called with the response after a live verdict. In an attribute: the name of a global function. */
  callback?: Callback<[response: string]>;
  /** Called when a response expires. */
  'expired-callback'?: Callback<[]>;
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
  'expired-callback',
  'error-callback',
  ...attributeNames,
  'language',
  'required',
  'response-field-name',
] as const satisfies (keyof RenderOptions)[];

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

/** Calls a function, or the global function of that name. Looks the name up only now: scripts may load in any order. */
export function call<Arguments extends unknown[]>(
  callback: Callback<Arguments> | undefined,
  ...given: Arguments
): void {
  if (callback === undefined || callback === '') return;
  const found =
    typeof callback === 'function' ? callback : (window as unknown as Record<string, unknown>)[callback];
  if (typeof found === 'function') (found as (...given: Arguments) => void)(...given);
  else console.warn(`depthproof: there is no global function "${String(callback)}" to call back.`);
}
