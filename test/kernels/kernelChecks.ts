import { convolutionChecks } from './checks/convolution';
import { convGruChecks } from './checks/convGru';
import { cropChecks } from './checks/crop';
import { flowChecks } from './checks/flow';
import { shortTermChecks } from './checks/shortTerm';
import { smallChecks } from './checks/small';
import { spatialGradientChecks } from './checks/spatialGradient';
import { textureChecks } from './checks/texture';

/** Every kernel over odd sizes and seeds; run in Node and in a page. */
export const kernelChecks = [
  ...spatialGradientChecks,
  ...shortTermChecks,
  ...convGruChecks,
  ...smallChecks,
  ...convolutionChecks,
  ...textureChecks,
  ...flowChecks,
  ...cropChecks,
];
