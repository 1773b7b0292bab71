import { createElement } from 'react';
import 'depthproof/element';
import { showForm } from './hookFormPage';

// The element itself, without the wrapper: React 19 takes custom elements as they are.
showForm(({ field, disabled }) => createElement('depthproof-check', { ...field, disabled, backend: 'wasm' }));
