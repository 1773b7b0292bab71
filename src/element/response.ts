import type { InjectionSign } from '../injection/risk';
import type { Verdict } from '../session/events';

/** What the form sends to the server after a live verdict, as JSON. */
export interface CheckResponse {
  /** Format of this object. */
  version: 1;
  outcome: 'live';
  probability: number | undefined;
  /** What the page says the check is for, and data that it gets back, both cut to their longest length. */
  action?: string;
  cdata?: string;
  /** When the verdict was reached, ISO 8601, by the device's clock. */
  time: string;
  model: { id: string; sha256: string };
  backend: string;
  /** Signs of injected video, see `InjectionSign`. An empty list does not prove that none was injected. */
  injection: InjectionSign[];
}

/** Longest `action` and `cdata`, in characters: the response has to fit wherever a token fits. */
export const LONGEST_ACTION = 32;
export const LONGEST_CDATA = 255;

/**
 * Returns the response as JSON. It is a claim by the visitor's browser and not signed: whoever controls the browser can
 * write one without a face. A server that needs more than a signal has to judge the evidence itself.
 */
export function responseOf(
  {
    probability,
    model: { id, sha256 },
    backend,
    injection,
  }: Pick<Verdict, 'probability' | 'model' | 'backend' | 'injection'>,
  { action, cdata, now }: { action: string | undefined; cdata: string | undefined; now: Date },
): string {
  const response: CheckResponse = {
    version: 1,
    outcome: 'live',
    probability,
    ...(action && { action: action.slice(0, LONGEST_ACTION) }),
    ...(cdata && { cdata: cdata.slice(0, LONGEST_CDATA) }),
    time: now.toISOString(),
    model: { id, sha256 },
    backend: backend.name,
    // An old Prototype.js gives arrays a `toJSON` that writes them as a text.
    injection: Object.assign([...(injection?.signs ?? [])], { toJSON: undefined }),
  };
  return JSON.stringify(response);
}
