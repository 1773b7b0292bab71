import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { SignIn } from './SignIn.js';

/** Fills the built page, as any Node server does for each request. */
export function render(template) {
  return template.replace('<!--app-->', () => renderToString(createElement(SignIn)));
}
