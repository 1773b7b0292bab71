/* global document -- runs in the browser */
import { createElement as h, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DepthproofCheck } from 'depthproof/react';

function SignIn() {
  return h(
    'form',
    { method: 'get' },
    h('h1', null, 'Sign in'),
    h('label', null, 'User name ', h('input', { name: 'user', required: true, defaultValue: 'ada' })),
    h(DepthproofCheck, { name: 'depthproof-response', required: true, assets: '/depthproof/' }),
    h('button', null, 'Sign in'),
  );
}

createRoot(document.getElementById('root')).render(h(StrictMode, null, h(SignIn)));
