import type { Architecture, Bottleneck } from '../model/manifest';
import type { Ops } from './ops';

/**
 * The branch of the evidence `surroundings`: the first bottlenecks of MobileNetV2 (Sandler et al., CVPR 2018), applied to
 * the context crop and, with the same weights, to the face crop. Returns mean and maximum of each channel of both last
 * maps, the context's first. Runs once a window.
 */
export async function appearance<M>(
  o: Ops<M>,
  a: Architecture['appearance'],
  context: M,
  face: M,
): Promise<M> {
  const surroundings = lastMap(o, a, context);
  await o.stage();
  return o.tap('appearance', o.meanMax([surroundings, lastMap(o, a, face)]));
}

function lastMap<M>(o: Ops<M>, { stem, bottlenecks }: Architecture['appearance'], crop: M): M {
  return o.tidy(() => {
    let map = o.conv('appearance.stem', crop, { stride: 2, activation: 'relu6' });
    let channels = stem;
    for (const [index, bottleneck] of bottlenecks.entries()) {
      map = inverted(o, `appearance.blocks.${String(index)}`, bottleneck, map, channels);
      ({ channels } = bottleneck);
    }
    return map;
  });
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
