/** Where a member of a WGSL struct lies in a uniform, in bytes; a struct has members of its own. */
interface WgslMember {
  offset: number;
  type: string;
  members?: Record<string, WgslMember>;
}

/** The plugin of scripts/wgsl.mjs makes a module of each WGSL file. */
declare module '*.wgsl' {
  export const source: string;
  /** Members of `Uniforms`; none where the file has no such struct. */
  export const uniforms: Record<string, WgslMember>;
  /** Members of `ReplayInput`. */
  export const replay: Record<string, WgslMember>;
}
