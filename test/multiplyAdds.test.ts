import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { recordNetwork } from '../src/backends/webgpu/record';
import { Weights } from '../src/model/weights';
import { MODELS, shippedModel } from './kernels/shippedModel';

const file = fileURLToPath(new URL('../docs/figures/network.json', import.meta.url));

/** A model's multiply-adds in millions, read off its recording, as the documents print them. */
async function multiplyAdds(id: string, index: number): Promise<[string, string][]> {
  const name = index === 0 ? 'shipped' : id;
  const { model, weights } = await shippedModel(id);
  const parameters = new Weights(model.weightsManifest, weights);
  const { start, advance, finish } = await recordNetwork(model, parameters, 'fp32', 1);
  const sum = (dispatches: readonly { multiplyAdds: number }[]) =>
    dispatches.reduce((all, dispatch) => all + dispatch.multiplyAdds, 0) / 1e6;
  const further = sum(advance[0].dispatches);
  const appearance = sum(start.dispatches.filter(({ label }) => label.startsWith('appearance')));
  const later = (model.cadence.frames - 1) * further;
  const window = sum(start.dispatches) + later + sum(finish.dispatches);
  return [
    [`${name}-further`, String(Number(further.toPrecision(3)))],
    [`${name}-window`, Math.round(window).toLocaleString('en')],
    [`${name}-appearance`, appearance.toFixed(0)],
  ];
}

// `npm run figures` writes them anew.
it('docs/figures/network.json has the multiply-adds that the networks cost', async () => {
  const known = JSON.parse(await readFile(file, 'utf8')) as { date: string; figures: object };
  const figures = Object.fromEntries((await Promise.all(MODELS.map(multiplyAdds))).flat());
  const isSame = JSON.stringify(figures) === JSON.stringify(known.figures);
  const date = isSame ? known.date : new Date().toISOString().slice(0, 10);
  await expect(`${JSON.stringify({ ...known, date, figures }, undefined, 2)}\n`).toMatchFileSnapshot(file);
});
