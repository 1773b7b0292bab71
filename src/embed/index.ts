import { createApi, type EmbedApi } from './api';
import { call } from './options';

export type { EmbedApi, Which } from './api';
export type { RenderOptions } from './options';

declare global {
  interface Window {
    depthproof?: EmbedApi;
  }
}

/** The script's own address says where its companions are and how it is to behave. */
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;
const address = new URL(script?.src ?? '.', document.baseURI);
const parameters = address.searchParams;
const language = parameters.get('hl');

// A page that loads the script twice has one API, which knows all widgets; each load makes its own callback. Without one
// the name may be that of an element with such an id.
const there = window.depthproof as Partial<EmbedApi> | undefined;
const api =
  typeof there?.render === 'function'
    ? (there as EmbedApi)
    : createApi(() => import(new URL('element.js', address).href), language ? { language } : {});
window.depthproof = api;

api.ready(() => {
  if (parameters.get('render') !== 'explicit') {
    for (const container of document.querySelectorAll('.depthproof')) api.render(container);
  }
  call(parameters.get('onload') ?? undefined);
});
