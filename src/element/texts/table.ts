import type { HintCode } from '../../quality/guidance';

/** What a person is asked to change: first briefly, then (`more-`) in more words if nothing changes. */
type HintKey = `hint-${HintCode}` | `more-${HintCode}`;

/** The key of each text of the element, which is also the name of the slot that replaces it. */
export type TextKey = LanguageKey | EvidenceKey;

/** Shown only with a session: see `evidence/texts.ts`. */
export type EvidenceKey = 'start-evidence' | 'error-session';

type LanguageKey =
  | HintKey
  | 'region-label'
  | 'start-title'
  | 'start-reason'
  | 'start-privacy'
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
  | 'missing';

export type Texts = Readonly<Record<TextKey, string>>;

/** What the file of a language holds. */
export type LanguageTexts = Omit<Texts, EvidenceKey>;
