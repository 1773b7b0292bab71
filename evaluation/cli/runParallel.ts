/**
 * Gives each item to the next free lane. If a lane fails, no further item is begun, and those begun are waited for, so
 * that the caller may close what the lanes used.
 *
 * @throws what the first failed lane threw
 */
export async function runParallel<Item>(
  items: Iterable<Item>,
  lanes: readonly ((item: Item) => Promise<void>)[],
): Promise<void> {
  const queue = [...items];
  const work = async (lane: (item: Item) => Promise<void>) => {
    try {
      while (queue.length > 0) await lane(queue.shift() as Item);
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  };
  for (const ended of await Promise.allSettled(lanes.map(work))) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}
