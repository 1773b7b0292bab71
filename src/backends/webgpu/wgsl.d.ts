/** The plugin of scripts/wgsl.mjs makes a module of each kernel's text. */
declare module '*.wgsl' {
  export const source: string;
}
