import { Activity, createElement, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck, type DepthproofCheckProps } from 'depthproof/react';

/** Mounts the component in the page. Returns a function that renders it with the given props, hidden by React or not. */
export function mount(): (props: DepthproofCheckProps & { hidden?: boolean }) => void {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  return ({ hidden, ...props }) => {
    const check = createElement(DepthproofCheck, props);
    const shown = createElement(Activity, { mode: hidden ? 'hidden' : 'visible', children: check });
    flushSync(() => {
      root.render(createElement(StrictMode, null, shown));
    });
  };
}
