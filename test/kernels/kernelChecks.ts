import { appearanceChecks } from './checks/appearance';
import { convGruChecks } from './checks/convGru';
import { cropChecks } from './checks/crop';
import { flowChecks } from './checks/flow';
import { shortTermChecks } from './checks/shortTerm';
import { smallChecks } from './checks/small';
import { spatialGradientChecks } from './checks/spatialGradient';

/** Every kernel over odd sizes and seeds; run in Node and in a page. */
export const kernelChecks = [
  ...spatialGradientChecks,
  ...shortTermChecks,
  ...convGruChecks,
  ...smallChecks,
  ...appearanceChecks,
  ...flowChecks,
  ...cropChecks,
];
