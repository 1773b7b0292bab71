// @vitest-environment jsdom
import { createElement } from 'react';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { DepthproofCheck } from './index';

it('renders as an inert element where a test runner has a part of a DOM only', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const errors: unknown[] = [];
  window.addEventListener('error', ({ error }) => errors.push(error));
  const place = document.createElement('div');
  document.body.append(place);
  const heard: string[] = [];
  const root = createRoot(place);
  await act(async () => {
    root.render(
      createElement(DepthproofCheck, {
        name: 'liveness',
        required: true,
        onUnsupported: () => heard.push('unsupported'),
        onError: ({ message }) => heard.push(message),
      }),
    );
    await import('../element');
    await customElements.whenDefined('depthproof-check');
  });
  const check = place.querySelector('depthproof-check');
  expect(check?.getAttribute('screen')).toBe('unsupported');
  await check?.start();
  act(() => {
    root.unmount();
  });
  expect(heard).toEqual(['unsupported']);
  expect(errors).toEqual([]);
});
