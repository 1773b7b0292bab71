import { mount } from 'svelte';
import SignIn from './SignIn.svelte';

const target = document.getElementById('root');
if (target) mount(SignIn, { target });
