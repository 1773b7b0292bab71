import type { Contender } from './contenders';

/** The part of onnxruntime-web that is used here; it is loaded from its own folder. */
interface OnnxRuntime {
  env: { wasm: { wasmPaths: string; numThreads: number } };
  InferenceSession: {
    create(url: string, options: { executionProviders: string[] }): Promise<OnnxSession>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown;
}

interface OnnxSession {
  inputMetadata: { name: string; shape: readonly number[] }[];
  run(inputs: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** A further frame in onnxruntime-web, from the graph that training/export/onnx.py writes. */
export async function onnx(graph: string, folder: string, provider: 'webgpu' | 'wasm'): Promise<Contender> {
  const runtime = (await import(`${folder}dist/ort.webgpu.min.mjs`)) as OnnxRuntime;
  runtime.env.wasm.wasmPaths = `${folder}dist/`;
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(graph, { executionProviders: [provider] });
  let inputs = Object.fromEntries(
    session.inputMetadata.map(({ name, shape }) => {
      const length = shape.reduce((product, side) => product * side, 1);
      return [name, new runtime.Tensor('float32', new Float32Array(length), shape)];
    }),
  );
  let running: Promise<Record<string, unknown>> | undefined;
  return {
    push() {
      running = session.run(inputs);
      return Promise.resolve();
    },
    async answer() {
      const outputs = await running;
      inputs = Object.fromEntries(
        Object.entries(inputs).map(([name, before]) => [name, outputs?.[`${name}.next`] ?? before]),
      );
    },
  };
}
