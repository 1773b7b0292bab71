import type { CheckEventDetails } from '../element/events';

/** How a check ended. */
export type CheckResult =
  | Pick<CheckEventDetails['result'], 'outcome' | 'probability' | 'ending' | 'reasons' | 'response' | 'final'>
  | { outcome: 'error'; code: string; response: '' }
  | { outcome: 'canceled'; response: '' };

export const canceled: CheckResult = { outcome: 'canceled', response: '' };

export function failed(code: string): CheckResult {
  return { outcome: 'error', code, response: '' };
}
