import { askedTwice } from '../arrived';
import { createApi } from './api';
import { install } from './install';

export type { EmbedApi, Which } from './api';
export type { RenderOptions } from './options';
export type { CheckResult } from './result';

const loadElement = () => askedTwice('element.js', import('../element'));

/** The script tag's API as a module, for bundles and for `type="module"`: it knows its place by itself. */
export const depthproof =
  'document' in globalThis
    ? install(loadElement, new URL(import.meta.url).searchParams)
    : // On a server, which has no page to put checks into.
      createApi({ loadElement }).api;
