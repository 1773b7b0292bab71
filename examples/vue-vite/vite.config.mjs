import vue from '@vitejs/plugin-vue';

export default {
  base: './',
  plugins: [
    // The tag is a custom element, not a Vue component.
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'depthproof-check' } } }),
  ],
};
