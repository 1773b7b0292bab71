import type { InjectionHint } from '../injection/risk';
import type { Verdict } from '../session/events';

/** What the form carries to the server after a live verdict, as JSON. */
export interface CheckResponse {
  /** Format of this object. */
  version: 1;
  outcome: 'live';
  probability: number | undefined;
  /** What the page said the check is for, and what it wants to find again in the answer. */
  action?: string;
  cdata?: string;
  /** When the verdict was reached, ISO 8601, by the device's clock. */
  time: string;
  model: { id: string; sha256: string };
  backend: string;
  /** What looks like injected video, see `InjectionHint`; empty is no promise that nothing was. */
  injection: InjectionHint[];
}

/** Longest `action` and `cdata`, in characters: the response has to fit where tokens fit. */
export const LONGEST_ACTION = 32;
export const LONGEST_CDATA = 255;

/**
 * The response is a statement of the visitor's browser and not signed: whoever controls the browser can write one
 * without any face. A server that needs more than a signal has to judge evidence of its own.
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
    injection: injection?.hints ?? [],
  };
  return JSON.stringify(response);
}
