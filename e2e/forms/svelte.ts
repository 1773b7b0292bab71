import { mount } from 'svelte';
import SignIn from './Svelte.svelte';

const target = document.getElementById('root');
if (target) mount(SignIn, { target });
