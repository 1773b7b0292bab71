import { install } from './install';

export type { EmbedApi, Which } from './api';
export type { RenderOptions } from './options';
export type { CheckResult } from './result';

/** The script tag's API as a module, for bundles and for `type="module"`: it knows its place by itself. */
export const depthproof = install(() => import('../element'), new URL(import.meta.url).searchParams);
