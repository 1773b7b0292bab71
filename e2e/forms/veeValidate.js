import { createApp } from 'vue';
import SignIn from './VeeValidate.vue';

createApp(SignIn).mount('#root');
