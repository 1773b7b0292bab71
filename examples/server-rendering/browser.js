/* global document -- runs in the browser */
import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { SignIn } from './SignIn.js';

hydrateRoot(document.getElementById('root'), createElement(SignIn));
