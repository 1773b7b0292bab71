// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { DepthproofCheck as CheckElement } from '../element';
import { DepthproofCheck, type DepthproofCheckProps } from './index';

vi.mock('../element', () => new Promise<never>(() => undefined));
vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

type Props = DepthproofCheckProps & { ref?: (element: CheckElement | null) => void };

/** Renders the component. Returns a function that renders it again, with other props. */
function mounted(props: Props): (props: Props) => void {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  onTestFinished(() => {
    act(() => root.unmount());
  });
  const render = (props: Props) => {
    act(() => root.render(createElement(DepthproofCheck, props)));
  };
  render(props);
  return render;
}

it('tells of an element that does not arrive', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const failed = vi.fn();
  mounted({ onError: failed });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(failed.mock.calls).toMatchObject([[{ code: 'ASSET_TIMEOUT', recoverable: false }]]);
});

it('gives a ref the element once, as React does, and not at every rendering', () => {
  const ref = vi.fn();
  const render = mounted({ ref });
  render({ ref, theme: 'dark' });
  expect(ref.mock.calls).toEqual([[document.querySelector('depthproof-check')]]);
});

it('gives the element no prop that is false, which React before 19 writes as a text', () => {
  mounted({ hidden: false, required: false, disabled: false, 'aria-hidden': false });
  const check = document.querySelector('depthproof-check') ?? {};
  const [, props] = Object.entries(check).find(([key]) => key.startsWith('__reactProps')) ?? [];
  const given = Object.entries(props as object).filter(([, value]) => value === false);
  expect(given).toEqual([['aria-hidden', false]]);
});
