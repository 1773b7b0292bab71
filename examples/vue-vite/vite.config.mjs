import vue from '@vitejs/plugin-vue';

export default {
  base: './',
  plugins: [
    // Vue is told which tags are the browser's own, not its components.
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'depthproof-check' } } }),
  ],
};
