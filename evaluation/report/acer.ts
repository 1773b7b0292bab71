import type { Figures } from '../figures';
import { PRODUCT_THRESHOLD } from '../metrics/system';
import { percent } from './numbers';
import { operatingPoint, productAt, worstOf } from './systems';

/**
 * Returns the average classification error rate of the product at probability 0.5: half the sum of the worst species'
 * APCER and the BPCER, 0 to 1. ISO/IEC 30107-3 has dropped it, since it hides which of the two errors occurs; papers still
 * report it, over whole videos. `undefined` if either class is missing.
 */
export function acer(figures: Figures): number | undefined {
  const shipped = operatingPoint(productAt('clip', figures), 'shipped');
  const apcer = worstOf(shipped)?.rate.rate;
  const bpcer = shipped?.bpcer.rate;
  return apcer === undefined || bpcer === undefined ? undefined : (apcer + bpcer) / 2;
}

/**
 * Returns the half total error rate of the product at probability 0.5: like the ACER, but with the attacks of all species
 * pooled. Papers report it across data sets (CASIA-FASD to Replay-Attack and back).
 */
export function hter(figures: Figures): number | undefined {
  const shipped = operatingPoint(productAt('clip', figures), 'shipped');
  const bpcer = shipped?.bpcer.rate;
  const accepted = shipped?.attacksAccepted.rate;
  return bpcer === undefined || accepted === undefined ? undefined : (accepted + bpcer) / 2;
}

/** Returns the sentence for a paper's protocol. */
export function acerLine(protocol: string, figures: Figures): string {
  const rates = `ACER ${percent(acer(figures))}, HTER ${percent(hter(figures))}`;
  return `${rates} over clips, ${protocol}, at mean probability ${PRODUCT_THRESHOLD} (for comparison with papers only)`;
}
