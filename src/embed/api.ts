import { dataOptions, type RenderOptions } from './options';
import { Widget } from './widget';

/** A widget by its id, its container, or a selector of that; without any, the first one that is in the page. */
export type Which = string | Element | undefined;

/** `window.depthproof`, as the script tag makes it. */
export interface EmbedApi {
  /**
   * Puts a check into a container and returns its id. A container holds one: a second call returns the same id.
   *
   * @throws {TypeError} if there is no such container
   */
  render(container: string | Element, options?: RenderOptions): string;
  /** Starts a check, best from a click. Resolves when it has ended, whichever way. */
  execute(which?: Which): Promise<void>;
  reset(which?: Which): void;
  /** Takes a check away. Nothing happens if it is gone already. */
  remove(which?: Which): void;
  /** The response of a live verdict; empty before there is one, after it has expired, and of a check out of the page. */
  getResponse(which?: Which): string;
  /** Calls back when the document is there. */
  ready(callback: () => void): void;
}

/**
 * @param loadElement loads the module that defines the element; called with the first widget
 * @param defaults options for widgets that do not say otherwise
 */
export function createApi(loadElement: () => Promise<unknown>, defaults: RenderOptions): EmbedApi {
  const widgets = new Map<string, Widget>();
  let count = 0;
  let loading: Promise<unknown> | undefined;
  const load = () => {
    loading ??= loadElement().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const elementOf = (given: string | Element) =>
    typeof given === 'string' ? document.querySelector(given) : given;
  const idOf = (which: Which): string | undefined => {
    if (typeof which === 'string' && widgets.has(which)) return which;
    // An id that is gone is no selector.
    if (typeof which === 'string' && /^depthproof-\d+$/.test(which)) return undefined;
    const wanted = which === undefined ? undefined : elementOf(which);
    for (const [id, widget] of widgets)
      if (wanted === undefined ? widget.isConnected : widget.container === wanted) return id;
    return undefined;
  };
  const widgetOf = (which: Which): Widget | undefined => {
    const id = idOf(which);
    return id === undefined ? undefined : widgets.get(id);
  };

  return {
    render(given, options = {}) {
      const container = elementOf(given);
      if (!container)
        throw new TypeError(`depthproof.render: nothing on this page matches "${given as string}".`);
      const there = idOf(container);
      if (there !== undefined) {
        if (widgets.get(there)?.isContained) return there;
        // Emptied, as by a change of route.
        widgets.delete(there);
      }
      const id = `depthproof-${String(++count)}`;
      widgets.set(id, new Widget(container, { ...defaults, ...dataOptions(container), ...options }, load()));
      return id;
    },
    async execute(which) {
      await widgetOf(which)?.execute();
    },
    reset(which) {
      widgetOf(which)?.reset();
    },
    remove(which) {
      const id = idOf(which);
      if (id === undefined) return;
      widgets.get(id)?.remove();
      widgets.delete(id);
    },
    getResponse(which) {
      return widgetOf(which)?.response ?? '';
    },
    ready(callback) {
      if (document.readyState !== 'loading') callback();
      else document.addEventListener('DOMContentLoaded', callback, { once: true });
    },
  };
}
