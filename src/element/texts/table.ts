import type { HintCode } from '../../quality/guidance';

/** What a person is asked to change: first briefly, then (`more-`) in more words if nothing changes. */
type HintKey = `hint-${HintCode}` | `more-${HintCode}`;

/** The key of each text of the element, which is also the name of the slot that replaces it. */
export type TextKey =
  | HintKey
  | 'region-label'
  | 'start-title'
  | 'start-reason'
  | 'start-privacy'
  | 'start-evidence'
  | 'start-button'
  | 'asking-title'
  | 'asking-reason'
  | 'looking-title'
  | 'loading'
  | 'play'
  | 'good'
  | 'preview-label'
  | 'progress-label'
  | 'camera-label'
  | 'cancel-button'
  | 'passed-title'
  | 'retry-title'
  | 'retry-reason'
  | 'retry-surroundings'
  | 'retry-movement'
  | 'retry-texture'
  | 'retry-unscored'
  | 'retry-button'
  | 'failed-title'
  | 'failed-reason'
  | 'expired'
  | 'error-title'
  | 'error-denied'
  | 'error-absent'
  | 'error-in-use'
  | 'error-timeout'
  | 'error-lost'
  | 'error-no-face'
  | 'error-hidden'
  | 'error-insecure'
  | 'error-unsupported'
  | 'error-setup'
  | 'error-play'
  | 'error-readback'
  | 'error-load'
  | 'error-engine'
  | 'error-session'
  | 'missing';

export type Texts = Readonly<Record<TextKey, string>>;
