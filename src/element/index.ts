import { DepthproofCheck } from './depthproofCheck';

export { DepthproofCheck };
export type { CheckEventDetails, CheckEventMap } from './events';
export type { CheckResponse } from './response';
export { languages, type Language } from './texts';
export type { TextKey, Texts } from './texts/table';

const registry = (globalThis as Partial<typeof globalThis>).customElements;

// A page may load two copies of this file: the first one defines the element.
if (registry && !registry.get('depthproof-check')) registry.define('depthproof-check', DepthproofCheck);

declare global {
  interface HTMLElementTagNameMap {
    'depthproof-check': DepthproofCheck;
  }
}
