/** What is computed from the records of an evaluation; plain JSON, stable: readers of report.json rely on it. */

/** A share of errors among trials, with its 95 % Clopper-Pearson bounds. `rate` and bounds are absent for no trial. */
export interface Rate {
  errors: number;
  trials: number;
  rate?: number;
  lower?: number;
  upper?: number;
}

/**
 * A value with a 95 % interval from resampling subjects, which is absent where there are fewer than two of them: of
 * either class, or of those that the value is about. Clips that state no subject count as subjects of their own.
 */
export interface Estimate {
  value?: number;
  lower?: number;
  upper?: number;
}

/** What is judged as one: a window of frames, all windows of a clip, or all of a subject's clips of one species. */
export type Unit = 'window' | 'clip' | 'subject';

/** Error rates at one threshold: bona fide is accepted where score >= threshold. */
export interface OperatingPoint {
  /**
   * `shipped`: fixed beforehand, by its makers or, for the product, probability 0.5, at which it calls nothing itself
   * (see `VerdictFigures`). Or `BPCER 1 %` and the like: found on these very samples, so optimistic.
   */
  name: string;
  threshold: number;
  bpcer: Rate;
  /** By species, worst first; of equal rates the one with the higher bound. */
  apcer: { species: string; rate: Rate }[];
  /** Over subjects, by bootstrap; no interval where all draws agree, nor where the worst species has one subject. */
  bpcerInterval: Estimate;
  worstApcerInterval: Estimate;
}

/** A point of the DET curve: errors where score >= threshold is accepted. `apcer` is the worst species'. */
export interface DetPoint {
  threshold: number;
  bpcer: number;
  apcer: number;
}

/** How one system does at one unit. Figures that need both classes are absent where one is missing. */
export interface SystemFigures {
  system: string;
  unit: Unit;
  live: number;
  attacks: Record<string, number>;
  /** Of all species pooled, unlike `det`. */
  auc: Estimate;
  eer: Estimate;
  operatingPoints: OperatingPoint[];
  det: DetPoint[];
}

/** Non-responses of the product over clips: of all bona fide clips, and of the attacks of each species. */
export interface NonResponse {
  /** `live`, or the species. */
  group: string;
  rate: Rate;
  /** Clips by what kept the product from answering: the verdict's reason or the commonest hint. */
  reasons: Record<string, number>;
}

/** The product's verdicts over clips: attacks called live, bona fide called spoof. Non-responses are no errors here. */
export interface VerdictFigures {
  bpcer: Rate;
  apcer: { species: string; rate: Rate }[];
  nonResponse: NonResponse[];
}

/** The product at window level within one slice (`camera = laptop`) at probability 0.5. */
export interface SliceFigures {
  column: string;
  value: string;
  live: number;
  attacks: number;
  bpcer: Rate;
  /** Of all species together, so no APCER: few windows are left of each in a slice. */
  attacksAccepted: Rate;
  /** All species together, too. */
  auc?: number;
}

export interface Figures {
  systems: SystemFigures[];
  verdicts: VerdictFigures;
  slices: SliceFigures[];
}
