// @vitest-environment jsdom
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { install } from './install';

/** The script tag's page as it is after its observer has looked. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const checks = () => document.querySelectorAll('depthproof-check').length;

// A page has the script once, and so all tests share it.
const observe = vi.spyOn(MutationObserver.prototype, 'observe');
const api = install(() => new Promise(() => undefined), new URLSearchParams());
afterAll(() => {
  for (const observer of observe.mock.contexts as MutationObserver[]) observer.disconnect();
  observe.mockRestore();
});

beforeEach(async () => {
  document.body.innerHTML = '<form><div class="depthproof"><a slot="another-way">Code</a></div></form>';
  await settled();
  expect(checks()).toBe(1);
});

it('leaves a check removed that the page has removed, until it renders one', async () => {
  api.remove();
  await settled();
  expect(checks()).toBe(0);
  document.body.append('and later changes of the page');
  await settled();
  expect(checks()).toBe(0);
  api.render('.depthproof');
  expect(checks()).toBe(1);
});

it('leaves to the page a container whose check it took out, as to say something there, until it renders one', async () => {
  const container = document.querySelector('.depthproof') as Element;
  container.innerHTML = '<p>Thank you</p>';
  await settled();
  expect(container.innerHTML).toBe('<p>Thank you</p>');
  api.render(container);
  expect(checks()).toBe(1);
});

it('takes an option without a value for one that is not given', () => {
  const container = document.createElement('div');
  document.body.append(container);
  const passed = vi.fn();
  Object.assign(window, { passed });
  Object.assign(container.dataset, { callback: 'passed', theme: 'dark', responseFieldName: 'face' });
  const none = { callback: undefined, theme: undefined, 'response-field-name': undefined } as object;
  api.render(container, none);
  api.render(container, { ...none, 'session-url': null } as object);
  const check = container.querySelector('depthproof-check');
  check?.dispatchEvent(new CustomEvent('result', { detail: { outcome: 'live', response: 'face' } }));
  expect(passed).toHaveBeenCalledExactlyOnceWith('face');
  expect(check?.getAttributeNames()).toEqual(['theme']);
  expect(container.querySelector('input')?.name).toBe('face');
});

it('renders no second check for one that the page has moved out of its container', async () => {
  const check = document.querySelector('depthproof-check');
  document.body.append(check as Node);
  await settled();
  expect(checks()).toBe(1);
});
