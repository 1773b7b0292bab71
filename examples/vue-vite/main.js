import { createApp } from 'vue';
import 'depthproof/element';
import SignIn from './SignIn.vue';

createApp(SignIn).mount('#root');
