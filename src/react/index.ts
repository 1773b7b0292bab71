import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { BackendName } from '../backends/backend';
import type { CheckEventDetails, DepthproofCheck as CheckElement } from '../element';
import { attributeNames } from '../element/attributes';

type Handlers = {
  [name in keyof CheckEventDetails as `on${Capitalize<name>}`]?: (detail: CheckEventDetails[name]) => void;
};

export interface DepthproofCheckProps extends Handlers {
  name?: string;
  required?: boolean;
  disabled?: boolean;
  theme?: 'auto' | 'light' | 'dark';
  size?: 'normal' | 'compact';
  lang?: string;
  action?: string;
  cdata?: string;
  expires?: number;
  attempts?: number;
  backend?: BackendName;
  /** Folder of worker and assets that `npx depthproof assets` wrote. */
  assets?: string;
  texts?: CheckElement['texts'];
  /** Called with the form's value whenever it changes: a response, or the empty string. */
  onChange?: (value: string) => void;
  className?: string;
  id?: string;
  /** Slots: `<p slot="another-way">`. */
  children?: ReactNode;
}

const events = [
  'ready',
  'unsupported',
  'permission',
  'guidance',
  'progress',
  'result',
  'expired',
  'error',
  'cancel',
] as const satisfies (keyof CheckEventDetails)[];

/**
 * `<depthproof-check>` for React. A server renders it as an empty element, which the browser upgrades. Handlers may be
 * written inline, since a changed handler restarts nothing. `onError` gets `ASSET_MISSING` if the element itself could not be
 * loaded.
 */
export const DepthproofCheck = forwardRef<CheckElement, DepthproofCheckProps>((props, ref) => {
  const { name, required, disabled, lang, texts, className, id, children } = props;
  const own = useRef<CheckElement>(null);
  const handlers = useRef<Handlers & Pick<DepthproofCheckProps, 'onChange'>>(props);

  useImperativeHandle(ref, () => own.current as CheckElement);

  useEffect(() => {
    handlers.current = props;
  });

  // A layout effect, because a defined element fires `ready` in a microtask after it enters the page.
  useLayoutEffect(() => {
    const element = own.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of events) {
      const key = `on${type.charAt(0).toUpperCase()}${type.slice(1)}` as keyof Handlers;
      const listen = (event: Event) => {
        const handler = handlers.current[key] as ((detail: unknown) => void) | undefined;
        handler?.((event as CustomEvent<unknown>).detail);
      };
      element.addEventListener(type, listen, { signal });
    }
    const changed = () => handlers.current.onChange?.(element.value);
    element.addEventListener('change', changed, { signal });
    // Effects run only in a browser: a server never loads the element.
    import('../element').catch((error: unknown) => {
      if (!signal.aborted) handlers.current.onError?.(notLoaded(error));
    });
    return () => {
      listening.abort();
    };
  }, []);

  // An element that is not defined yet reads the property when it is upgraded.
  useLayoutEffect(() => {
    if (own.current) own.current.texts = texts;
  }, [texts]);

  // React sets `id` and `lang` as properties, which turn undefined into the text "undefined".
  useLayoutEffect(() => {
    if (id === undefined) own.current?.removeAttribute('id');
    if (lang === undefined) own.current?.removeAttribute('lang');
  }, [id, lang]);

  const settings = Object.fromEntries(attributeNames.map((key) => [key, props[key]]));
  return createElement(
    'depthproof-check',
    {
      name,
      ...settings,
      lang,
      id,
      class: className,
      // React before 19 would write false as a text.
      required: required ? true : undefined,
      disabled: disabled ? true : undefined,
      ref: own,
      // The element sets its attribute `screen` in the browser, which the server's markup lacks.
      suppressHydrationWarning: true,
    },
    children,
  );
});
DepthproofCheck.displayName = 'DepthproofCheck';

function notLoaded(error: unknown): CheckEventDetails['error'] {
  const message = `The element could not be loaded (${error instanceof Error ? error.message : String(error)}). Deploy all files of the build.`;
  return { code: 'ASSET_MISSING', message, recoverable: false };
}
