import { createApi, type EmbedApi } from './api';
import { call } from './options';

declare global {
  interface Window {
    depthproof?: EmbedApi;
  }
}

/**
 * Puts the API at `window.depthproof` and renders the page's containers, now and whenever a script brings others. A page that
 * loads the script twice keeps one API, which knows all widgets; each load runs its own `onload` callback.
 *
 * @param parameters query of the script's address
 */
export function install(
  loadElement: (assets: string | undefined) => Promise<unknown>,
  parameters: URLSearchParams,
): EmbedApi {
  const language = parameters.get('hl');
  const explicit = parameters.get('render') === 'explicit';
  const onload = () => call(parameters.get('onload') ?? undefined);
  // `window.depthproof` may also be an element of the page with that id.
  const existing = window.depthproof as Partial<EmbedApi> | undefined;
  if (typeof existing?.render === 'function') {
    const api = existing as EmbedApi;
    api.ready(() => {
      if (!explicit) for (const container of document.querySelectorAll('.depthproof')) api.render(container);
      onload();
    });
    return api;
  }
  const { api, tidy, renderNew } = createApi({ loadElement, defaults: language ? { language } : {} });
  window.depthproof = api;
  const update = () => {
    tidy();
    if (!explicit) renderNew();
  };
  api.ready(() => {
    update();
    // Turbo, htmx and routers change the page without loading it.
    new MutationObserver(update).observe(document, { childList: true, subtree: true });
    onload();
  });
  return api;
}
