import { createElement, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck, type DepthproofCheckProps } from 'depthproof/react';

/** Mounts the component in the page. Returns a function that renders it with the given props. */
export function mount(): (props: DepthproofCheckProps) => void {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  return (props) => {
    flushSync(() => {
      root.render(createElement(StrictMode, null, createElement(DepthproofCheck, props)));
    });
  };
}
