import { createElement, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { ReactNode, Ref } from 'react';
import type { BackendName } from '../backends/backend';
import type { CheckEventDetails, DepthproofCheck as CheckElement } from '../element';

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
  /** Folder of worker and assets, as `npx depthproof assets` made it. */
  assets?: string;
  texts?: CheckElement['texts'];
  /** Called with what the form carries now, whenever that is another: a response, or nothing. */
  onChange?: (value: string) => void;
  className?: string;
  id?: string;
  /** Slots: `<p slot="another-way">`. */
  children?: ReactNode;
  ref?: Ref<CheckElement | null>;
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
 * `<depthproof-check>` for React. Renders on a server as an empty element, which comes to life in the browser; handlers
 * may be written inline, as a new one never starts anything anew. `onError` also tells, by `ASSET_MISSING`, that the element
 * itself did not arrive.
 */
export function DepthproofCheck(props: DepthproofCheckProps): ReactNode {
  const { name, required, disabled, theme, size, lang, action, cdata, expires, attempts, backend } = props;
  const { assets, texts, className, id, children, ref } = props;
  const own = useRef<CheckElement>(null);
  const handlers = useRef(props);

  useImperativeHandle(ref, () => own.current as CheckElement);

  useEffect(() => {
    handlers.current = props;
  });

  // Not a moment later: an element that is defined already says `ready` as soon as it is in the page.
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
    // Only here, in a browser: a server never loads the element.
    import('../element').catch((error: unknown) => {
      if (!signal.aborted) handlers.current.onError?.(notLoaded(error));
    });
    return () => {
      listening.abort();
    };
  }, []);

  // An element that is not defined yet takes them up when it is.
  useLayoutEffect(() => {
    if (own.current) own.current.texts = texts;
  }, [texts]);

  // React sets what every element has by its property, which takes undefined for a text.
  useLayoutEffect(() => {
    if (id === undefined) own.current?.removeAttribute('id');
    if (lang === undefined) own.current?.removeAttribute('lang');
  }, [id, lang]);

  const attributes = { name, theme, size, lang, action, cdata, expires, attempts, backend, assets, id };
  return createElement(
    'depthproof-check',
    {
      ...attributes,
      class: className,
      // Attributes before the element is defined and properties after, which is why they are never undefined.
      required: required ?? false,
      disabled: disabled ?? false,
      ref: own,
      // The element writes its own attribute `screen`, on which server and browser differ.
      suppressHydrationWarning: true,
    },
    children,
  );
}

function notLoaded(error: unknown): CheckEventDetails['error'] {
  const message = `The element could not be loaded (${error instanceof Error ? error.message : String(error)}). Deploy all files of the build.`;
  return { code: 'ASSET_MISSING', message, recoverable: false };
}
