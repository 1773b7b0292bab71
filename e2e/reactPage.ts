import { createElement, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck, type DepthproofCheckProps } from 'depthproof/react';

/** Shows the component in the page; called again, it renders it anew with other props. */
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
