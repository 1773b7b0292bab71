import { fetchAssets, measureInBrowser } from './browser';
import type { Entry } from './measure';
import { onnx } from './otherEngines';
import { told, type Told } from './report';

async function bench(rounds: number): Promise<Told> {
  const graph = '/bench/step.onnx';
  const runtime = '/modules/onnxruntime-web/';
  const others = (['webgpu', 'wasm'] as const).map((backend): Entry => ({
    name: `onnxruntime-web, ${backend}`,
    backend,
    open: () => onnx(graph, runtime, backend),
  }));
  // scripts/bench.mjs prints it.
  const onProgress = (what: string) => console.info(what);
  return told(await measureInBrowser(await fetchAssets('/assets/'), rounds, others, onProgress));
}

Object.assign(window, { bench });
