import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl/dist/base';
import { removeBackend } from '@tensorflow/tfjs-core';
import { registerKernels } from 'virtual:tfjs-kernels/webgl';
import { isSoftware, type Backend } from '../backend';
import { register } from './register';

/**
 * Opens WebGL 2 on a canvas of our own. Throws an Error that says why it cannot be had, or `late`'s reason if nobody
 * waits for it any more.
 */
export async function openWebGl(late?: AbortSignal): Promise<Backend> {
  late?.throwIfAborted();
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    premultipliedAlpha: false,
  });
  if (!gl) throw new Error('the browser offers no WebGL 2 context');
  const debug = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = gl.getParameter(debug ? debug.UNMASKED_RENDERER_WEBGL : gl.RENDERER) as string;

  let closing = false;
  const lost = new Promise<string>((resolve) => {
    canvas.addEventListener('webglcontextlost', () => {
      if (!closing) resolve('the WebGL context was lost');
    });
  });
  registerKernels();
  // Flags are probed on this context too, instead of on a second one that nobody would close.
  setWebGLContext(2, gl);
  let registered: Awaited<ReturnType<typeof register>>;
  try {
    registered = await register('webgl', new MathBackendWebGL(new GPGPUContext(gl)));
  } catch (error) {
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    throw error;
  }
  return {
    ...registered,
    adapter: renderer,
    software: isSoftware(renderer),
    lost,
    close() {
      closing = true;
      removeBackend('webgl');
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
