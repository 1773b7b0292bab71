import { DepthproofError } from '../errors';
import { install } from './install';

/** File of the script tag, where a host has not renamed it. */
const ownName = /\/depthproof[^/]*\.js$/;

/** The script's address says where the other files are, and its query how to behave; `undefined` if it cannot be told. */
function ownAddress(): URL | undefined {
  const current = (document.currentScript as HTMLScriptElement | null)?.src;
  // A module has no current script, and in a bundle that is another one.
  const all = [...document.scripts].map(({ src }) => src);
  const found = [current, ...all].find((src) => src && ownName.test(new URL(src).pathname)) ?? current;
  return found ? new URL(found) : undefined;
}

const address = ownAddress();

/** The address of the element's file; `undefined` if it cannot be told. */
function elementIn(assets: string | undefined): string | undefined {
  try {
    const folder = assets === undefined ? address : new URL(assets.replace(/\/?$/, '/'), document.baseURI);
    return new URL('element.js', folder).href;
  } catch {
    return undefined;
  }
}

function loadElement(assets: string | undefined): Promise<unknown> {
  const href = elementIn(assets);
  if (!href) {
    const message =
      'The script cannot tell where its files are: set data-assets="/depthproof/" on the container.';
    return Promise.reject(new DepthproofError('INVALID_OPTION', message));
  }
  const load = (query: string) => import(href + query) as Promise<unknown>;
  // As `askedTwice` in src/arrived. The same address again gives what it gave.
  const again = () => load(document.querySelector('[type=importmap]') ? '' : `?${String(Date.now())}`);
  return load('')
    .catch(again)
    .catch((cause: unknown) => {
      throw window.origin === 'null'
        ? new DepthproofError('SANDBOXED', 'Add allow-same-origin to the sandbox of the iframe.', { cause })
        : new DepthproofError('ASSET_MISSING', `${href} could not be loaded. Deploy all files.`, { cause });
    });
}

install(loadElement, address?.searchParams ?? new URLSearchParams());
