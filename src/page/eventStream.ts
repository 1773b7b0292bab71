/** Events kept for the reader; beyond this the oldest are dropped, so that an unread stream cannot grow. */
const LONGEST_QUEUE = 1000;

/** A queue with one reader: the check pushes events, the integrator iterates them. */
export class EventStream<T> implements AsyncIterable<T> {
  #queue: T[] = [];
  #end: { error?: unknown } | undefined;
  #wake: () => void = () => undefined;

  push(event: T): void {
    if (this.#end) return;
    this.#queue.push(event);
    if (this.#queue.length > LONGEST_QUEUE) this.#queue.shift();
    this.#wake();
  }

  /** Lets the iteration end, or throw `error`, after the events that wait. Only the first call counts. */
  end(reason: { error?: unknown } = {}): void {
    this.#end ??= reason;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      const event = this.#queue.shift();
      if (event !== undefined) yield event;
      else if (!this.#end) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if ('error' in this.#end) throw this.#end.error;
      else return;
    }
  }
}
