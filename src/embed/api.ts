import { DepthproofError } from '../errors';
import { clearContainer, mark } from './leftovers';
import { dataOptions, given, warnOfUnknown, type RenderOptions } from './options';
import { canceled, type CheckResult } from './result';
import { Widget } from './widget';

/** Names a widget by its id, its container or a selector of the container. `undefined`: the first one in the page. */
export type Which = string | Element | undefined;

/** The API that the script tag puts at `window.depthproof`. */
export interface EmbedApi {
  /**
   * Puts a check into a container and returns its id. A second call for the same container returns the same id, and
   * gives its check the options of that call in addition.
   *
   * @throws {TypeError} if the page has no such container
   */
  render(container: string | Element, options?: RenderOptions): string;
  /** Starts a check, best from a click. Resolves when it has ended, with its result; never rejects. */
  execute(which?: Which): Promise<CheckResult>;
  reset(which?: Which): void;
  /** Removes a check. Does nothing if it is gone already. */
  remove(which?: Which): void;
  /** Returns the response of a live verdict; empty before one, after it has expired, and while the check is out of the page. */
  getResponse(which?: Which): string;
  /** Calls back when the document has been parsed. */
  ready(callback: () => void): void;
}

/** Milliseconds in which the element's file must arrive: `import` reports no progress before all of it is there. */
const LONGEST_WAIT = 60_000;

export interface EmbedPage {
  /** Loads the module that defines the element, from the folder that a widget names or else from the script's own. */
  loadElement: (assets: string | undefined) => Promise<unknown>;
  /** Options of every widget, unless it gives its own. */
  defaults?: RenderOptions;
}

export interface Embedding {
  api: EmbedApi;
  /** Takes away what snapshots and copies have brought of widgets. */
  tidy: () => void;
  /** Renders the page's containers that have had no check yet. */
  renderNew: () => void;
}

export function createApi({ loadElement, defaults = {} }: EmbedPage): Embedding {
  const widgets = new Map<string, Widget>();
  /** Containers whose check the page has removed: they stay without one until the page renders it. */
  const removed = new WeakSet<Element>();
  let count = 0;
  let loading: Promise<unknown> | undefined;
  const load = (assets: string | undefined) => {
    loading ??= inTime(loadElement(assets)).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  const elementOf = (place: string | Element) =>
    typeof place === 'string' ? document.querySelector(place) : place;
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

  const api: EmbedApi = {
    render(place, wanted = {}) {
      warnOfUnknown(wanted);
      const options = given(wanted);
      const container = elementOf(place);
      if (!container)
        throw new TypeError(`depthproof.render: nothing on this page matches "${place as string}".`);
      const existing = idOf(container);
      if (existing !== undefined) {
        const widget = widgets.get(existing);
        if (widget?.isContained) {
          widget.update(options);
          return existing;
        }
        // The page emptied the container, for example by a change of route.
        widgets.delete(existing);
      }
      const id = `depthproof-${String(++count)}`;
      const all = { ...defaults, ...dataOptions(container), ...options };
      widgets.set(id, new Widget(container, all, () => load(all.assets)));
      return id;
    },
    async execute(which) {
      return (await widgetOf(which)?.execute()) ?? canceled;
    },
    reset(which) {
      widgetOf(which)?.reset();
    },
    remove(which) {
      const id = idOf(which) ?? '';
      const widget = widgets.get(id);
      if (!widget) return;
      widget.remove();
      widgets.delete(id);
      removed.add(widget.container);
    },
    getResponse(which) {
      return widgetOf(which)?.response ?? '';
    },
    ready(callback) {
      if (document.readyState !== 'loading') callback();
      else document.addEventListener('DOMContentLoaded', callback, { once: true });
    },
  };
  const isNew = (container: Element) => !widgetOf(container) && !removed.has(container);
  return {
    api,
    tidy() {
      for (const field of document.querySelectorAll(`input[${mark}]`)) {
        const container = field.parentElement;
        if (container && isNew(container)) clearContainer(container);
      }
    },
    renderNew() {
      for (const container of document.querySelectorAll('.depthproof'))
        if (isNew(container)) api.render(container);
    },
  };
}

/** Settles as `loading` does, or rejects with `ASSET_TIMEOUT`. Not by src/timeout, to keep the script tag small. */
function inTime(loading: Promise<unknown>): Promise<unknown> {
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new DepthproofError('ASSET_TIMEOUT', 'element.js did not arrive.'));
    setTimeout(late, LONGEST_WAIT);
  });
  return Promise.race([loading, limit]);
}
