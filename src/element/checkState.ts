import type { ErrorCode } from '../errors';
import type { CameraDevice } from '../camera/listCameras';
import type { Outcome } from '../session/decision';
import type { ReasonCode } from '../session/reasons';
import type { Advice } from './hintDebouncer';
import { errorRecovery } from './errorRecovery';

export type Screen = 'start' | 'asking' | 'looking' | 'passed' | 'retry' | 'failed' | 'error' | 'unsupported';

/** The screen that is shown, and what it shows. */
export interface CheckState {
  screen: Screen;
  /** Checks since the last reset that ended without `live`. */
  failures: number;
  /** The first reason of the last verdict, by which the screen `retry` advises. */
  reason: ReasonCode | undefined;
  /** The error that the error screen explains. */
  error: ErrorCode | undefined;
  /** Whether the start screen has to say that the last response has expired. */
  expired: boolean;
  /** Whether the browser holds the picture back until the person touches the screen. */
  held: boolean;
  /** Whether frames are analysed; until then the engine is still loading behind the preview. */
  ready: boolean;
  /** What the person is told; `undefined` before the first analysed frame. */
  advice: Advice | undefined;
  /** Cameras to choose from, once their names are known. */
  cameras: readonly CameraDevice[];
}

export type CheckAction =
  | { type: 'started' }
  /** The preview shows the camera's first frame. */
  | { type: 'previewed' }
  /** The browser plays the picture only once the person touches the screen. */
  | { type: 'held' }
  | { type: 'ready' }
  | { type: 'advised'; advice: Advice }
  | { type: 'cameras'; cameras: readonly CameraDevice[] }
  | { type: 'concluded'; outcome: Outcome; reason: ReasonCode | undefined; attempts: number }
  | { type: 'failed'; error: ErrorCode }
  | { type: 'canceled' }
  | { type: 'reset' }
  | { type: 'expired' }
  /** The browser cannot run the check, at all or on an insecure page. */
  | { type: 'unsupported'; error: ErrorCode };

export const initialState: CheckState = {
  screen: 'start',
  failures: 0,
  reason: undefined,
  error: undefined,
  expired: false,
  held: false,
  ready: false,
  advice: undefined,
  cameras: [],
};

/** Returns the state after an action, and the same object where the action changes nothing. */
export function reduce(state: CheckState, action: CheckAction): CheckState {
  const { failures } = state;
  switch (action.type) {
    case 'started':
      return { ...initialState, screen: 'asking', failures };
    case 'previewed':
      return state.screen === 'asking' || state.held ? { ...state, screen: 'looking', held: false } : state;
    case 'held':
      return { ...state, screen: 'looking', held: true };
    case 'ready':
      return { ...state, screen: 'looking', ready: true };
    case 'advised':
      return { ...state, advice: action.advice };
    case 'cameras': {
      // Headphones count as a change of devices, too.
      const same = JSON.stringify(action.cameras) === JSON.stringify(state.cameras);
      return offersCameras(state) && !same ? { ...state, cameras: action.cameras } : state;
    }
    case 'concluded': {
      if (action.outcome === 'live') return { ...initialState, screen: 'passed' };
      const { reason, attempts } = action;
      const more = failures + 1;
      return { ...initialState, screen: more < attempts ? 'retry' : 'failed', failures: more, reason };
    }
    case 'failed':
      return { ...initialState, screen: 'error', error: action.error, failures };
    case 'canceled':
      return { ...initialState, failures };
    case 'reset':
      return state.screen === 'unsupported' ? state : initialState;
    case 'expired':
      return { ...initialState, expired: true };
    case 'unsupported':
      return { ...initialState, screen: 'unsupported', error: action.error };
  }
}

/** Whether a choice of cameras is offered: while one is shown, and after errors that another camera may avoid. */
export function offersCameras({ screen, error }: CheckState): boolean {
  return (
    screen === 'looking' || (screen === 'error' && error !== undefined && errorRecovery[error].otherCamera)
  );
}

export function isRunning({ screen }: CheckState): boolean {
  return screen === 'asking' || screen === 'looking';
}
