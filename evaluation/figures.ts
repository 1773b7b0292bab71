/** Figures computed from the records of an evaluation. They are plain JSON and stable: readers of report.json rely on it. */

/** A share of errors among trials, with its 95 % Clopper-Pearson bounds. Rate and bounds are absent without trials. */
export interface Rate {
  errors: number;
  trials: number;
  rate?: number;
  lower?: number;
  upper?: number;
}

/**
 * A value with a 95 % interval from resampling subjects. The interval is absent with fewer than two subjects, in either
 * class or among those that the value is about. Clips that state no subject count as subjects of their own.
 */
export interface Estimate {
  value?: number;
  lower?: number;
  upper?: number;
}

/** The unit of a trial: a window of frames, all windows of a clip, or all of a subject's clips of one species. */
export type Unit = 'window' | 'clip' | 'subject';

/** Error rates at one threshold: bona fide is accepted where score >= threshold. */
export interface OperatingPoint {
  /**
   * `shipped`: fixed beforehand: probability 0.5 for the product, where it decides nothing
   * itself (see `VerdictFigures`). `BPCER 1 %` and the like come from these very samples, so they are optimistic.
   */
  name: string;
  threshold: number;
  bpcer: Rate;
  /** By species, worst first; equal rates are ordered by their higher bound. */
  apcer: { species: string; rate: Rate }[];
  /** Over all species together, so no APCER. */
  attacksAccepted: Rate;
  /** Over subjects, by bootstrap; without interval if all draws agree, or if the worst species has one subject. */
  bpcerInterval: Estimate;
  worstApcerInterval: Estimate;
}

/** A point of the DET curve: errors if score >= threshold is accepted. `apcer` is that of the worst species. */
export interface DetPoint {
  threshold: number;
  bpcer: number;
  apcer: number;
}

/** Figures of one system at one unit. Those that need both classes are absent if one is missing. */
export interface SystemFigures {
  system: string;
  unit: Unit;
  live: number;
  attacks: Record<string, number>;
  /** AUC and EER pool all species, unlike `det`. */
  auc: Estimate;
  eer: Estimate;
  operatingPoints: OperatingPoint[];
  det: DetPoint[];
}

/** Shares of all clips of a group, which add up to 1. */
export interface Outcomes {
  letIn: Rate;
  turnedAway: Rate;
  noAnswer: Rate;
}

/** The product's verdicts over the clips of a group: what people, or attackers, experience. */
export interface VerdictShares extends Outcomes {
  /** `bona fide`, `all attacks`, or one species. */
  group: string;
  /** Errors among the clips that got an answer: BPCER of bona fide, APCER of one species. */
  errors: Rate;
  /** Clips without an answer by what kept the product from one: what ended the check, or the most common hint. */
  whyNoAnswer: Record<string, number>;
}

export interface VerdictFigures {
  bonaFide: VerdictShares;
  /** All species together. */
  attacks: VerdictShares;
  /** The one that is let in most comes first. */
  species: VerdictShares[];
}

/**
 * What a peer would answer over whole clips: it lets a clip in where the mean over the clip's windows reaches the peer's
 * fixed threshold, and has no answer without a window that it scored.
 */
export interface PeerVerdicts {
  system: string;
  bonaFide: Outcomes;
  attacks: Outcomes;
}

/** The product at window level within one slice (`camera = laptop`) at probability 0.5. */
export interface SliceFigures {
  column: string;
  value: string;
  live: number;
  attacks: number;
  bpcer: Rate;
  /** Rate over all species together, so no APCER: a slice has few windows of each. */
  attacksAccepted: Rate;
  /** AUC over all species together, too. */
  auc?: number;
}

export interface Figures {
  systems: SystemFigures[];
  verdicts: VerdictFigures;
  /** In the order of `systems`; only those with a fixed threshold. */
  peers: PeerVerdicts[];
  slices: SliceFigures[];
}
