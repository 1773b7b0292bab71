import type { Architecture, Bottleneck } from '../model/manifest';
import type { Ops } from './ops';

/** The branch's description of a window's first frame. */
export interface Appearance<M> {
  /** Mean and maximum of each channel of the last maps of both crops, the context's first. */
  vector: M;
  /** Maps of the face crop at strides 4, 8 and 16, the last one at each. */
  levels: readonly M[];
}

/**
 * The branch of the evidence `surroundings`: the first bottlenecks of MobileNetV2 (Sandler et al., CVPR 2018), applied to
 * the context crop and, with the same weights, to the face crop. Runs once a window.
 */
export async function appearance<M>(
  o: Ops<M>,
  a: Architecture['appearance'],
  context: M,
  face: M,
): Promise<Appearance<M>> {
  const surroundings = o.tidy(() => levelsOf(o, a, context).slice(-1));
  await o.stage();
  const levels = o.tidy(() => levelsOf(o, a, face));
  const vector = o.meanMax([...surroundings, ...levels.slice(-1)]);
  return { vector: o.tap('appearance', vector), levels };
}

/** A crop's maps at strides 4, 8 and so on; of each stride, the last one. */
function levelsOf<M>(o: Ops<M>, { stem, bottlenecks }: Architecture['appearance'], crop: M): M[] {
  const levels: M[] = [];
  let map = o.conv('appearance.stem', crop, { stride: 2, activation: 'relu6' });
  let channels = stem;
  for (const [index, bottleneck] of bottlenecks.entries()) {
    if (bottleneck.stride === 2) levels.push(map);
    map = inverted(o, `appearance.blocks.${String(index)}`, bottleneck, map, channels);
    ({ channels } = bottleneck);
  }
  // The first one has stride 2.
  return [...levels.slice(1), map];
}

/** Inverted residual: expands, filters and projects the map; adds the input if it has the output's shape. */
function inverted<M>(
  o: Ops<M>,
  name: string,
  { expansion, channels, stride }: Bottleneck,
  input: M,
  inputs: number,
): M {
  return o.tidy(() => {
    const wide = expansion > 1 ? o.conv(`${name}.expand`, input, { activation: 'relu6' }) : input;
    const filtered = o.depthwise(`${name}.depthwise`, wide, { stride, activation: 'relu6' });
    const project = `${name}.project`;
    return stride === 1 && inputs === channels
      ? o.addConv(project, filtered, input)
      : o.conv(project, filtered);
  });
}
