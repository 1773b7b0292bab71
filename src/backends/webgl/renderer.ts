import type { GPGPUContextProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_context';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/base';
import { engine, env, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';

/** A fragment shader that writes `out0` to `out3`, as many as a draw has outputs. */
export interface Program {
  /** Names the text that `write` gives. */
  key: string;
  write: () => string;
}

/** What a draw makes: a texture of vec4, or of floats in the shape that TensorFlow.js gives a tensor that it did not pack. */
export interface Output {
  shape: number[];
  packed: boolean;
}

export type Uniforms = Record<string, readonly number[]>;

interface Compiled {
  program: GPGPUContextProgram;
  locations: Map<string, WebGLUniformLocation | null>;
}

/** In f32 wherever the shader computes; what it stores are halves on hardware that renders no more. */
const PRELUDE = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
`;

/**
 * Draws our own fragment programs between TensorFlow.js' operations, on its context and textures. Its own `compileAndRun`
 * gives a program one output; ours have up to four, so that what they read serves four times as many results.
 */
export class Renderer {
  readonly #compiled = new Map<string, Compiled>();
  /** By number of outputs; TensorFlow.js keeps a single one of its own, whose state it counts on. */
  readonly #framebuffers = new Map<number, WebGLFramebuffer>();
  readonly #gl: WebGL2RenderingContext;

  constructor(
    readonly backend: MathBackendWebGL,
    gl: WebGL2RenderingContext,
  ) {
    this.#gl = gl;
  }

  /** What textures store; sums are always made in f32. */
  get scalar(): 'f32' | 'f16' {
    return env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 'f32' : 'f16';
  }

  /**
   * `inputs` by the names of their samplers; `uniforms` are integers, to which `columns` of the textures written is added.
   * The results are tensors like others: tidied and disposed.
   */
  draw(
    program: Program,
    inputs: ReadonlyMap<string, Tensor>,
    outputs: readonly Output[],
    uniforms: Uniforms,
  ): Tensor[] {
    const gl = this.#gl;
    const { gpgpu } = this.backend;
    const { program: linked, locations } = this.#compile(program, [...inputs.keys()]);
    // Before anything is bound: TensorFlow.js may upload an input by a draw of its own.
    const textures = [...inputs].map(([name, { dataId }]) => ({
      location: locations.get(name),
      texture: this.backend.getTexture(dataId),
    }));
    const results = outputs.map((output) => this.#allocate(output));
    this.#bind(results.map(({ texture }) => texture));
    const [first] = results;
    if (!first) throw new RangeError('A draw has outputs.');
    gl.viewport(0, 0, first.columns, first.rows);
    gl.scissor(0, 0, first.columns, first.rows);
    gpgpu.setProgram(linked);
    gpgpu.bindVertexArray(linked.vao);
    textures.forEach(({ location, texture }, unit) => {
      if (location) gpgpu.setInputMatrixTexture(texture, location, unit);
    });
    for (const [name, values] of Object.entries({ ...uniforms, columns: [first.columns] })) {
      const location = this.#location(linked, locations, name);
      const [a = 0, b = 0, c = 0, d = 0] = values;
      if (values.length === 1) gl.uniform1i(location, a);
      else if (values.length === 2) gl.uniform2i(location, a, b);
      else gl.uniform4i(location, a, b, c, d);
    }
    gpgpu.executeProgram();
    return results.map(({ tensor }) => tensor);
  }

  /** A texture of vec4 with these values, row by row, four to a texel. */
  upload(values: Float32Array, columns: number, rows: number): Tensor2D {
    const gl = this.#gl;
    const { tensor, texture } = this.#allocate({ shape: [2 * rows, 2 * columns], packed: true });
    gl.bindTexture(gl.TEXTURE_2D, texture);
    // Also where the texture is of halves: GL rounds.
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, columns, rows, gl.RGBA, gl.FLOAT, values);
    gl.bindTexture(gl.TEXTURE_2D, null);
    return tensor as Tensor2D;
  }

  #allocate({ shape, packed }: Output) {
    const { backend } = this;
    const info = backend.makeTensorInfo(shape, 'float32');
    const data = backend.texData.get(info.dataId);
    data.isPacked = packed;
    const texture = backend.getTexture(info.dataId);
    const [rows, columns] = data.texShape ?? [0, 0];
    return {
      tensor: engine().makeTensorFromTensorInfo(info),
      texture,
      columns: packed ? columns / 2 : columns,
      rows: packed ? rows / 2 : rows,
    };
  }

  #bind(textures: readonly WebGLTexture[]): void {
    const gl = this.#gl;
    const known = this.#framebuffers.get(textures.length);
    const framebuffer = known ?? gl.createFramebuffer();
    this.#framebuffers.set(textures.length, framebuffer);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    textures.forEach((texture, index) => {
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + index, gl.TEXTURE_2D, texture, 0);
    });
    if (!known) gl.drawBuffers(textures.map((_, index) => gl.COLOR_ATTACHMENT0 + index));
  }

  #compile({ key, write }: Program, samplers: readonly string[]): Compiled {
    const known = this.#compiled.get(key);
    if (known) return known;
    const gl = this.#gl;
    const { gpgpu } = this.backend;
    const shader = gl.createShader(gl.FRAGMENT_SHADER);
    if (!shader) throw new Error('the WebGL context is gone');
    gl.shaderSource(shader, PRELUDE + write());
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
      throw new Error(`${key} does not compile: ${gl.getShaderInfoLog(shader) ?? ''}`);
    const program = gpgpu.createProgram(shader);
    gpgpu.buildVao(program);
    const locations = new Map(samplers.map((name) => [name, gl.getUniformLocation(program, name)]));
    const compiled = { program, locations };
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #location(program: WebGLProgram, locations: Compiled['locations'], name: string) {
    let location = locations.get(name);
    if (location === undefined) {
      location = this.#gl.getUniformLocation(program, name);
      locations.set(name, location);
    }
    return location;
  }
}
