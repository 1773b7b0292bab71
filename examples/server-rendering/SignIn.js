import { createElement as h } from 'react';
import { DepthproofCheck } from 'depthproof/react';

/** Renders the same on the server, where the check is an empty element, and in the browser, which upgrades it. */
export function SignIn() {
  return h(
    'form',
    { method: 'get', action: '../plain/welcome.html' },
    h('h1', null, 'Sign in'),
    h('label', null, 'User name ', h('input', { name: 'user', required: true, defaultValue: 'ada' })),
    h(
      DepthproofCheck,
      { name: 'depthproof-response', required: true, action: 'login', assets: '/depthproof/' },
      h('a', { slot: 'another-way', href: '../plain/welcome.html' }, 'Use a code by e-mail'),
    ),
    h('button', null, 'Sign in'),
  );
}
