import { createApi, type EmbedApi } from './api';
import { call } from './options';

export type { EmbedApi, Which } from './api';
export type { RenderOptions } from './options';

declare global {
  interface Window {
    depthproof?: EmbedApi;
  }
}

/** The script's address says where the other files are, and its query how to behave. */
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;
const address = new URL(script?.src ?? '.', document.baseURI);
const parameters = address.searchParams;
const language = parameters.get('hl');

// A page that loads the script twice keeps one API, which knows all widgets. Each load runs its own `onload` callback.
// `window.depthproof` may also be an element of the page with that id.
const existing = window.depthproof as Partial<EmbedApi> | undefined;
const api =
  typeof existing?.render === 'function'
    ? (existing as EmbedApi)
    : createApi(() => import(new URL('element.js', address).href), language ? { language } : {});
window.depthproof = api;

api.ready(() => {
  if (parameters.get('render') !== 'explicit') {
    for (const container of document.querySelectorAll('.depthproof')) api.render(container);
  }
  call(parameters.get('onload') ?? undefined);
});
