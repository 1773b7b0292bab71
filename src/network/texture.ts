import type { TextureArchitecture } from '../model/manifest';
import type { Ops } from './ops';

/** The classes of the last layer, in its order; print and screen are attacks. */
export const TEXTURE_CLASSES = ['print', 'live', 'screen'] as const;

/**
 * A network that tells skin from screens and paper: MiniFASNet of minivision-ai's Silent-Face-Anti-Spoofing, a pruned
 * relative of MobileFaceNet (Chen et al., 2018). One crop -> the logits of `TEXTURE_CLASSES`.
 */
export async function texture<M>(o: Ops<M>, name: string, a: TextureArchitecture, crop: M): Promise<M> {
  const wide = o.conv(`${name}.stem.0`, crop, { stride: 2, padding: 'symmetric', activation: 'prelu' });
  const stem = o.depthwise(`${name}.stem.1`, wide, { padding: 'symmetric', activation: 'prelu' });
  let map = o.tap(`${name}.stem`, stem);
  for (const [index, stage] of a.stages.entries()) {
    const [label, input] = [`${name}.stages.${String(index)}`, map];
    await o.stage();
    map = o.tidy(() => o.tap(label, bottlenecks(o, label, stage, input)));
  }
  const widened = o.tap(`${name}.widen`, o.conv(`${name}.widen`, map, { activation: 'prelu' }));
  const vector = o.channelSums(`${name}.pool`, widened);
  return o.tap(name, o.dense(`${name}.classify`, [vector], 'linear'));
}

/** A bottleneck that halves the map's sides, then residual bottlenecks. */
function bottlenecks<M>(
  o: Ops<M>,
  name: string,
  { hidden, squeezes }: TextureArchitecture['stages'][number],
  input: M,
): M {
  let map = o.conv(`${name}.0.project`, filtered(o, `${name}.0`, input, 2));
  for (const block of hidden.keys())
    map = addResidual(o, `${name}.${String(block + 1)}`, map, squeezes && block === hidden.length - 1);
  return map;
}

/** The first two layers of a bottleneck: expansion and depthwise convolution. */
function filtered<M>(o: Ops<M>, name: string, map: M, stride: 1 | 2): M {
  const wide = o.conv(`${name}.expand`, map, { activation: 'prelu' });
  return o.depthwise(`${name}.depthwise`, wide, { stride, padding: 'symmetric', activation: 'prelu' });
}

function addResidual<M>(o: Ops<M>, name: string, map: M, squeezes: boolean): M {
  const hidden = filtered(o, name, map, 1);
  if (!squeezes) return o.addConv(`${name}.project`, hidden, map);
  return o.squeezeExcite(`${name}.squeeze_excitation`, o.conv(`${name}.project`, hidden), map);
}
