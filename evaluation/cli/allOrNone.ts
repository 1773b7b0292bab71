/**
 * Waits for lanes that work through one queue. Where one fails nothing more is begun, and what the others have begun is
 * waited for: whatever is closed afterwards is in nobody's hands.
 */
export async function allOrNone(queue: unknown[], lanes: readonly Promise<void>[]): Promise<void> {
  for (const lane of lanes) lane.catch(() => (queue.length = 0));
  for (const ended of await Promise.allSettled(lanes)) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}
