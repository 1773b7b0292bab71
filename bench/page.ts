import { fetchAssets, fetchModel, measureInBrowser } from './browser';
import { operations } from './contenders';
import type { Entry } from './measure';
import { onnx } from './otherEngines';
import { told, type Told } from './report';

async function bench(rounds: number, limit?: number): Promise<Told> {
  const graph = '/bench/step.onnx';
  const runtime = '/modules/onnxruntime-web/';
  const others = (['webgpu', 'wasm'] as const).map((backend): Entry => ({
    name: `onnxruntime-web, ${backend}`,
    backend,
    open: () => onnx(graph, runtime, backend),
  }));
  others.push({
    name: 'depthproof-9 in TensorFlow.js, wasm',
    backend: 'wasm',
    other: true,
    open: async () => {
      const { model, weights } = await fetchModel('/models/depthproof-9/');
      return operations(model, weights, 'wasm');
    },
  });
  // scripts/bench.mjs prints it.
  const onProgress = (what: string) => console.info(what);
  return told(await measureInBrowser(await fetchAssets('/assets/'), rounds, others, { limit, onProgress }));
}

Object.assign(window, { bench });
