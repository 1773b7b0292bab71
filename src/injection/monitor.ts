import type { TrackOrigin } from './origin';
import { injectionRisk, type InjectionRisk } from './risk';

/** Newest times and differences kept: about ten seconds of each. */
const TIMES_KEPT = 300;
const DIFFERENCES_KEPT = 100;

/** Collects what the injection risk of one camera track rests on. */
export class InjectionMonitor {
  readonly #times: number[] = [];
  readonly #differences: number[] = [];

  constructor(
    private readonly track: MediaStreamTrack,
    private readonly origin: TrackOrigin,
  ) {}

  /** Takes in the time of a frame from the camera, ms. */
  addTime(timestamp: number): void {
    this.#times.push(timestamp);
    if (this.#times.length > TIMES_KEPT) this.#times.shift();
  }

  /** Takes in how far an analyzed frame differs from the one before, grey levels. */
  addDifference(difference: number): void {
    this.#differences.push(difference);
    if (this.#differences.length > DIFFERENCES_KEPT) this.#differences.shift();
  }

  risk(): InjectionRisk {
    return injectionRisk(this.track.label, this.origin, this.#times, this.#differences);
  }
}
