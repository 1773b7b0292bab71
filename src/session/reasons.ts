import type { Rectangle } from '../geometry';
import type { CropName, EvidenceRules } from '../model/manifest';
import type { EvidenceKind } from '../network/evidence';
import type { Outcome, WindowFrame, WindowResult } from './events';

/** Why a verdict fell as it did. The codes are stable: texts hang on them. */
export type ReasonCode =
  /** The picture has the texture of a screen. */
  | 'screen-texture'
  /** The picture has the texture of a screen or of paper. */
  | 'reproduction-texture'
  /** Something like a device or paper is around the face. */
  | 'medium-around-face'
  /** Face and surroundings move as one sheet. */
  | 'moves-as-one'
  /** What is around the face moves as if it were held up. */
  | 'surroundings-move'
  /** The depth of the face is that of a flat surface. */
  | 'flat-depth'
  /** No kind of evidence stands out; together they speak against a real face. */
  | 'small-signs'
  /** Nothing speaks against a real face. */
  | 'nothing-against'
  /** What speaks against a real face, named after it, is outweighed. */
  | 'outweighed'
  /** The evidence suffices neither way. */
  | 'undecided'
  /** No window could be scored. */
  | 'nothing-scored';

export interface Reason {
  code: ReasonCode;
  /** Log odds of bona fide that this took away from what is usual of a real face; 0 where no kind of evidence is named. */
  weight: number;
  /** Where it shows most; `undefined` where no kind of evidence is named. */
  shown: { window: number; timestamp: number; part: Rectangle | undefined } | undefined;
}

/** The crops in which each kind is seen, and the window's frame; -1 is its last one. */
const PLACES: Record<EvidenceKind, { crops: CropName[]; frame: number }> = {
  texture: { crops: ['wide', 'near'], frame: 0 },
  surroundings: { crops: ['context'], frame: 0 },
  rigidity: { crops: ['context'], frame: -1 },
  steadiness: { crops: ['context'], frame: -1 },
  depth: { crops: ['face'], frame: -1 },
};

/** What decided a verdict over these windows, the weightiest first; at least one reason. */
export function reasonsOf(
  outcome: Outcome,
  windows: readonly Pick<WindowResult, 'index' | 'evidence' | 'texture' | 'frames'>[],
  rules: EvidenceRules,
): Reason[] {
  if (windows.length === 0) return [unnamed('nothing-scored')];
  const kinds = Object.keys(PLACES) as EvidenceKind[];
  const against = kinds
    .flatMap((kind) => reasonOf(kind, windows, rules) ?? [])
    .sort((a, b) => b.weight - a.weight);
  if (outcome === 'live')
    return [unnamed(against.length === 0 ? 'nothing-against' : 'outweighed'), ...against];
  if (against.length > 0) return against;
  return [unnamed(outcome === 'spoof' ? 'small-signs' : 'undecided')];
}

/** A kind, if its mean over the windows lies lower than almost every real face's. */
function reasonOf(
  kind: EvidenceKind,
  windows: Parameters<typeof reasonsOf>[1],
  rules: EvidenceRules,
): Reason | undefined {
  const rule = rules[kind];
  if (!rule?.named) return undefined;
  const logOdds = mean(windows.map(({ evidence }) => evidence[kind] ?? NaN));
  if (!(logOdds < rule.named.below)) return undefined;
  const lowest = windows.reduce((low, window) =>
    (window.evidence[kind] ?? 0) < (low.evidence[kind] ?? 0) ? window : low,
  );
  const { crops, frame } = PLACES[kind];
  const at: WindowFrame | undefined = lowest.frames.at(
    kind === 'texture' ? (lowest.texture?.frame ?? frame) : frame,
  );
  return {
    code: codeOf(kind, windows, rules),
    weight: rule.weight * (rule.named.liveMedian - logOdds),
    shown: at && {
      window: lowest.index,
      timestamp: at.timestamp,
      part: crops.map((name) => at.parts[name]).find((part) => part !== undefined),
    },
  };
}

function codeOf(
  kind: EvidenceKind,
  windows: Parameters<typeof reasonsOf>[1],
  { texture }: EvidenceRules,
): ReasonCode {
  switch (kind) {
    case 'texture': {
      const screen = mean(windows.map(({ texture: details }) => details?.screen ?? NaN));
      return screen > (texture?.screenAbove ?? Infinity) ? 'screen-texture' : 'reproduction-texture';
    }
    case 'surroundings':
      return 'medium-around-face';
    case 'rigidity':
      return 'moves-as-one';
    case 'steadiness':
      return 'surroundings-move';
    case 'depth':
      return 'flat-depth';
  }
}

function unnamed(code: ReasonCode): Reason {
  return { code, weight: 0, shown: undefined };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
