import { fetchAssets, measureInBrowser } from './browser';
import { human, onnx } from './otherEngines';
import { told, type Told } from './report';

async function bench(rounds: number): Promise<Told> {
  const graph = '/bench/step.onnx';
  const runtime = '/modules/onnxruntime-web/';
  const humans = '/modules/@vladmandic/human/';
  const clip = '/demo/clips/live.webm';
  const report = await measureInBrowser(await fetchAssets('/assets/'), rounds, [
    ['onnxruntime-web, webgpu', () => onnx(graph, runtime, 'webgpu')],
    ['onnxruntime-web, wasm', () => onnx(graph, runtime, 'wasm')],
    ["Human's face pipeline, webgl", () => human(humans, 'webgl', clip)],
    ["Human's face pipeline, wasm", () => human(humans, 'wasm', clip)],
  ]);
  return told(report);
}

Object.assign(window, { bench });
