import type { Ops } from '../../network/ops';
import type { MapRef, Recorder } from './recorder';
import { append } from './ops/append';
import { channelSums } from './ops/channelSums';
import { conv } from './ops/convolution';
import { convGru } from './ops/convGru';
import { dense } from './ops/dense';
import { depthwise } from './ops/depthwise';
import { flatten } from './ops/flatten';
import { flowMoments } from './ops/flowMoments';
import { luminance } from './ops/luminance';
import { meanMax } from './ops/meanMax';
import { refine } from './ops/refine';
import { shortTerm } from './ops/shortTerm';
import { spatialGradient } from './ops/spatialGradient';
import { squeezeExcite } from './ops/squeezeExcite';
import { upsample } from './ops/upsample';

/** The network's operations, which record dispatches instead of computing. */
export function operations(r: Recorder): Ops<MapRef> {
  return {
    spatialGradient: (...given) => spatialGradient(r, ...given),
    conv: (...given) => conv(r, ...given),
    addConv: (name, input, residual) => conv(r, name, input, {}, residual),
    depthwise: (...given) => depthwise(r, ...given),
    squeezeExcite: (...given) => squeezeExcite(r, ...given),
    channelSums: (...given) => channelSums(r, ...given),
    flatten: (input) => flatten(r, input),
    upsample: (...given) => upsample(r, ...given),
    shortTerm: (...given) => shortTerm(r, ...given),
    convGru: (...given) => convGru(r, ...given),
    refine: (...given) => refine(r, ...given),
    meanMax: (inputs) => meanMax(r, inputs),
    dense: (...given) => dense(r, ...given),
    luminance: (crop) => luminance(r, crop),
    flowMoments: (...given) => flowMoments(r, ...given),
    zeros: (size, channels) => r.zeros({ width: size, height: size, channels }),
    append: (...given) => append(r, ...given),
    // A recorded map's memory is free after its last use anyway.
    tidy: (compute) => compute(),
    tap: (...given) => r.tap(...given),
    stage: () => Promise.resolve(),
  };
}
