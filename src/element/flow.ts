import type { ErrorCode } from '../errors';
import type { CameraDevice } from '../camera/listCameras';
import type { Outcome } from '../session/events';
import type { Advice } from './steadyHint';
import { wayOut } from './wayOut';

export type Screen = 'start' | 'asking' | 'looking' | 'passed' | 'retry' | 'failed' | 'error' | 'unsupported';

/** Where a person stands. */
export interface Flow {
  screen: Screen;
  /** Checks that ended without `live` since the last reset. */
  failures: number;
  /** Why there is an error screen. */
  error: ErrorCode | undefined;
  /** Whether the start screen has to say that the last check is too long ago. */
  expired: boolean;
  /** Whether frames are being looked at; before, the engine is still loading behind the picture. */
  ready: boolean;
  /** What the person is told while frames are looked at; `undefined` before the first. */
  advice: Advice | undefined;
  /** Cameras to choose from, once their names are known. */
  cameras: readonly CameraDevice[];
}

export type FlowInput =
  | { type: 'started' }
  /** The camera's picture is there. */
  | { type: 'picture' }
  | { type: 'ready' }
  | { type: 'advised'; advice: Advice }
  | { type: 'cameras'; cameras: readonly CameraDevice[] }
  | { type: 'concluded'; outcome: Outcome; attempts: number }
  | { type: 'failed'; error: ErrorCode }
  | { type: 'canceled' }
  | { type: 'reset' }
  | { type: 'expired' }
  /** The browser cannot do the check, or does not on an insecure page. */
  | { type: 'unsupported'; error: 'UNSUPPORTED_BROWSER' | 'INSECURE_CONTEXT' };

export const atStart: Flow = {
  screen: 'start',
  failures: 0,
  error: undefined,
  expired: false,
  ready: false,
  advice: undefined,
  cameras: [],
};

/** One step of a person's way, pure. */
export function step(flow: Flow, input: FlowInput): Flow {
  const { failures } = flow;
  switch (input.type) {
    case 'started':
      return { ...atStart, screen: 'asking', failures };
    case 'picture':
      return flow.screen === 'asking' ? { ...flow, screen: 'looking' } : flow;
    case 'ready':
      return { ...flow, screen: 'looking', ready: true };
    case 'advised':
      return { ...flow, advice: input.advice };
    case 'cameras':
      return offersCameras(flow) ? { ...flow, cameras: input.cameras } : flow;
    case 'concluded': {
      if (input.outcome === 'live') return { ...atStart, screen: 'passed' };
      const more = failures + 1;
      return { ...atStart, screen: more < input.attempts ? 'retry' : 'failed', failures: more };
    }
    case 'failed':
      return { ...atStart, screen: 'error', error: input.error, failures };
    case 'canceled':
      return { ...atStart, failures };
    case 'reset':
      return flow.screen === 'unsupported' ? flow : atStart;
    case 'expired':
      return { ...atStart, expired: true };
    case 'unsupported':
      return { ...atStart, screen: 'unsupported', error: input.error };
  }
}

/** Whether cameras are to choose from: while one is shown, and where another one may help. */
export function offersCameras({ screen, error }: Flow): boolean {
  return screen === 'looking' || (screen === 'error' && error !== undefined && wayOut(error).otherCamera);
}

export function isRunning({ screen }: Flow): boolean {
  return screen === 'asking' || screen === 'looking';
}
