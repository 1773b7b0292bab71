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
  // `window.depthproof` may also be an element of the page with that id.
  const existing = window.depthproof as Partial<EmbedApi> | undefined;
  const { api, tidy } =
    typeof existing?.render === 'function'
      ? { api: existing as EmbedApi, tidy: () => undefined }
      : createApi({ loadElement, defaults: language ? { language } : {} });
  window.depthproof = api;

  const renderAll = () => {
    tidy();
    if (parameters.get('render') === 'explicit') return;
    for (const container of document.querySelectorAll('.depthproof')) api.render(container);
  };
  api.ready(() => {
    renderAll();
    // Turbo, htmx and routers change the page without loading it.
    new MutationObserver(renderAll).observe(document, { childList: true, subtree: true });
    call(parameters.get('onload') ?? undefined);
  });
  return api;
}
