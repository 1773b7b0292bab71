import type { Answer } from './answer';

/** Upper ends of the histogram's buckets, seconds. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/** What a server counts, in Prometheus' text format 0.0.4. A counter has a few labels at most, so no library is needed. */
export class Metrics {
  #sessions = 0;
  readonly #verdicts = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #signals = new Map<string, number>();
  readonly #buckets = BUCKETS.map(() => 0);
  #seconds = 0;
  #verifications = 0;

  session(): void {
    this.#sessions += 1;
  }

  verification(answer: Answer, seconds: number): void {
    this.#verifications += 1;
    this.#seconds += seconds;
    BUCKETS.forEach((end, index) => {
      if (seconds <= end) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    });
    if (answer.verdict) count(this.#verdicts, answer.verdict);
    for (const code of answer['error-codes']) count(this.#errors, code);
    for (const reason of answer.reasons) count(this.#reasons, reason);
    for (const signal of answer.signals) count(this.#signals, signal);
  }

  /** @param pool windows waiting and workers at work */
  text({ waiting, busy }: { waiting: number; busy: number }): string {
    const name = (metric: string) => `depthproof_${metric}`;
    const labelled = (metric: string, label: string, counts: ReadonlyMap<string, number>) =>
      [...counts].map(([value, n]) => `${name(metric)}{${label}="${value}"} ${String(n)}`);
    const seconds = name('verification_seconds');
    return [
      ...head('sessions_total', 'counter', 'Sessions given out.'),
      `${name('sessions_total')} ${String(this.#sessions)}`,
      ...head('verdicts_total', 'counter', 'Windows judged, by verdict.'),
      ...labelled('verdicts_total', 'verdict', this.#verdicts),
      ...head('errors_total', 'counter', 'Responses not accepted, by error code.'),
      ...labelled('errors_total', 'code', this.#errors),
      ...head('reasons_total', 'counter', 'What decided verdicts, by name.'),
      ...labelled('reasons_total', 'reason', this.#reasons),
      ...head('signals_total', 'counter', 'Signals beside the verdict, by name.'),
      ...labelled('signals_total', 'signal', this.#signals),
      ...head('verification_seconds', 'histogram', 'Seconds that a verification took, waiting included.'),
      ...BUCKETS.map(
        (end, index) => `${seconds}_bucket{le="${String(end)}"} ${String(this.#buckets[index])}`,
      ),
      `${seconds}_bucket{le="+Inf"} ${String(this.#verifications)}`,
      `${seconds}_sum ${String(this.#seconds)}`,
      `${seconds}_count ${String(this.#verifications)}`,
      ...head('queue_waiting', 'gauge', 'Windows that wait for a worker.'),
      `${name('queue_waiting')} ${String(waiting)}`,
      ...head('workers_busy', 'gauge', 'Workers that judge a window.'),
      `${name('workers_busy')} ${String(busy)}`,
      '',
    ].join('\n');
  }
}

function head(metric: string, type: string, help: string): string[] {
  return [`# HELP depthproof_${metric} ${help}`, `# TYPE depthproof_${metric} ${type}`];
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
