import { Activity, createElement, StrictMode, Suspense, use } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck, type DepthproofCheckProps } from 'depthproof/react';

/** How React hides what it has rendered, if it does. */
export type Hiding = 'Activity' | 'Suspense';

const never = new Promise<never>(() => undefined);

function Waiting() {
  return use(never);
}

/** Mounts the component in the page. Returns a function that renders it with the given props, hidden by React or not. */
export function mount(): (props: DepthproofCheckProps & { hiddenBy?: Hiding | undefined }) => void {
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  return ({ hiddenBy, ...props }) => {
    const check = createElement(DepthproofCheck, props);
    const mode = hiddenBy === 'Activity' ? 'hidden' : 'visible';
    const shown = createElement(Activity, { mode, children: check });
    const beside = hiddenBy === 'Suspense' && createElement(Waiting);
    flushSync(() => {
      root.render(createElement(StrictMode, null, createElement(Suspense, null, shown, beside)));
    });
  };
}
