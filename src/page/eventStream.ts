/** Events that nobody has taken yet; beyond this the oldest go, so that an unread stream cannot grow. */
const LONGEST_QUEUE = 1000;

/** A queue with one reader: pushed by the session, iterated by the integrator. */
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

  /** After the events that wait, iteration ends, or throws `error`. Only the first end counts. */
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
