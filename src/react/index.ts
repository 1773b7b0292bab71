import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { HTMLAttributes } from 'react';
import { arrived } from '../arrived';
import type { CheckEventDetails, DepthproofCheck as CheckElement } from '../element';
import { attributeNames, propertyOf, type SettingProperties } from '../element/attributes';
import type { DepthproofError } from '../errors';

type Handlers = {
  [name in keyof CheckEventDetails as `on${Capitalize<name>}`]?: (detail: CheckEventDetails[name]) => void;
};

/** What a form library reads of an event: the element has the `name` and the `value`. */
export interface CheckFormEvent {
  readonly type: string;
  readonly target: CheckElement;
}

/** Its settings and handlers, and what every element takes: `style`, `className`, `data-testid`, children for its slots. */
export interface DepthproofCheckProps
  extends
    Handlers,
    Partial<SettingProperties>,
    Omit<HTMLAttributes<CheckElement>, keyof Handlers | 'onChange' | 'onBlur'> {
  name?: string;
  required?: boolean;
  disabled?: boolean;
  /** Id of a form that is not around it. */
  form?: string;
  texts?: CheckElement['texts'];
  /** For controlled forms: the empty string makes the element forget its response; a form can make none. */
  value?: string;
  // As methods, whose types let in the handlers that form libraries type for React's own events.
  /** Called whenever `event.target.value` changes: to a response, or to the empty string. */
  onChange?(event: CheckFormEvent): void;
  onBlur?(event: CheckFormEvent): void;
}

const events = [
  'supported',
  'unsupported',
  'permission',
  'guidance',
  'progress',
  'result',
  'expired',
  'error',
  'cancel',
] as const satisfies (keyof CheckEventDetails)[];

const handlerOf = (type: (typeof events)[number]) =>
  `on${type.charAt(0).toUpperCase()}${type.slice(1)}` as keyof Handlers;

/** Props that are no attributes of the same name. */
const own = new Set<string>([
  ...events.map(handlerOf),
  ...['onChange', 'onBlur', 'className', 'texts', 'value'],
  ...attributeNames.map(propertyOf),
]);

/**
 * `<depthproof-check>` for React. A server renders it as an empty element, which the browser upgrades. Handlers may be
 * written inline, since a changed handler restarts nothing. `onError` gets `ASSET_MISSING` or `ASSET_TIMEOUT` if the element
 * itself could not be loaded.
 */
export const DepthproofCheck = forwardRef<CheckElement, DepthproofCheckProps>((props, ref) => {
  const { texts, value, className } = props;
  const check = useRef<CheckElement>(null);
  const heard = useRef<CheckElement>(null) as { current: CheckElement | null };
  const latest = useRef<DepthproofCheckProps>(props);

  useImperativeHandle(ref, () => check.current as CheckElement, []);

  useEffect(() => {
    latest.current = props;
  });

  // A layout effect, because a defined element fires `supported` in a microtask after it enters the page.
  useLayoutEffect(() => {
    const element = check.current;
    if (!element) return;
    if (heard.current !== element) {
      heard.current = element;
      listen(element, latest);
    }
    // Effects run only in a browser: a server never loads the element.
    arrived('element.js', import('../element')).catch(({ code, message }: DepthproofError) => {
      if (element.isConnected) latest.current.onError?.({ code, message, recoverable: false });
    });
  }, []);

  useLayoutEffect(() => {
    // An element that is not defined yet has no value to forget.
    if (value === '' && check.current?.value) check.current.value = value;
  }, [value]);

  // An element that is not defined yet reads the property when it is upgraded.
  useLayoutEffect(() => {
    if (check.current) check.current.texts = texts;
  }, [texts]);

  // React sets `id`, `lang` and others as properties, which turn undefined into the text "undefined".
  useLayoutEffect(() => {
    for (const attribute of [...(check.current?.attributes ?? [])])
      if (attribute.value === 'undefined') check.current?.removeAttribute(attribute.name);
  });

  return createElement('depthproof-check', {
    ...Object.fromEntries(Object.entries(props).flatMap(given)),
    ...Object.fromEntries(attributeNames.map((key) => [key, props[propertyOf(key)]])),
    class: className,
    ref: check,
    // The element sets its attribute `screen` in the browser, which the server's markup lacks.
    suppressHydrationWarning: true,
  });
});
DepthproofCheck.displayName = 'DepthproofCheck';

/** Leaves out what is false, which React before 19 would write as a text: it would hide the element for `hidden={false}`. */
function given([key, value]: [string, unknown]): [string, unknown][] {
  const isText = /^(aria|data)-/.test(key);
  return own.has(key) || (value === false && !isText) ? [] : [[key, value]];
}

/**
 * Passes what the element says on to the latest handlers. For as long as the element lives: `Activity` and `Suspense` end
 * effects where they hide it, and what it says then must not be lost.
 */
function listen(element: CheckElement, latest: { current: DepthproofCheckProps }): void {
  const on = (type: string, act: (event: Event & CheckFormEvent) => void) => {
    element.addEventListener(type, (event: Event) => {
      // Not what a component says that is unmounted, nor what a slotted input does.
      if (element.isConnected && event.target === element) act(event as Event & CheckFormEvent);
    });
  };
  for (const type of events) {
    on(type, (event) => {
      const handler = latest.current[handlerOf(type)] as ((detail: unknown) => void) | undefined;
      handler?.((event as unknown as CustomEvent<unknown>).detail);
    });
  }
  on('change', (event) => latest.current.onChange?.(event));
  on('focusout', (event) => latest.current.onBlur?.(event));
}
