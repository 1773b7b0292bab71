import { DepthproofCheck } from './depthproofCheck';

export { DepthproofCheck };
export type { CheckEventDetails, CheckEventMap } from './events';
export type { CheckResponse } from './response';
export { languages, type Language } from './texts';
export type { TextKey, Texts } from './texts/table';

const registry = (globalThis as Partial<typeof globalThis>).customElements;

// Two copies of this file on a page are no error: the first one serves both.
if (registry && !registry.get('depthproof-check')) registry.define('depthproof-check', DepthproofCheck);

declare global {
  interface HTMLElementTagNameMap {
    'depthproof-check': DepthproofCheck;
  }
}
