import { dataOptions, type RenderOptions } from './options';
import { Widget } from './widget';

/** Names a widget by its id, its container or a selector of the container. `undefined`: the first one in the page. */
export type Which = string | Element | undefined;

/** The API that the script tag puts at `window.depthproof`. */
export interface EmbedApi {
  /**
   * Puts a check into a container and returns its id. A second call for the same container returns the same id.
   *
   * @throws {TypeError} if the page has no such container
   */
  render(container: string | Element, options?: RenderOptions): string;
  /** Starts a check, best from a click. Resolves when it has ended in any way. */
  execute(which?: Which): Promise<void>;
  reset(which?: Which): void;
  /** Removes a check. Does nothing if it is gone already. */
  remove(which?: Which): void;
  /** Returns the response of a live verdict; empty before one, after it has expired, and while the check is out of the page. */
  getResponse(which?: Which): string;
  /** Calls back when the document has been parsed. */
  ready(callback: () => void): void;
}

/**
 * @param loadElement loads the module that defines the element; called for the first widget
 * @param defaults options of every widget, unless it gives its own
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
    // The id of a removed widget is not a selector.
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
      const existing = idOf(container);
      if (existing !== undefined) {
        if (widgets.get(existing)?.isContained) return existing;
        // The page emptied the container, for example by a change of route.
        widgets.delete(existing);
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
