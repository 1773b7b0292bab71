import type { Source } from '../../evaluation/cli/sources';
import { serveClips } from '../../evaluation/cli/serveClips';
import { AnnotationBrowser } from '../cli/annotationBrowser';
import { host } from '../cli/host';
import type { WindowsOptions } from '../cli/options';
import { sideBySide } from '../cli/sideBySide';
import { FilmStore, type StoredFilm } from './filmStore';
import { shippedFilming } from './shippedFilming';

/** A clip with what came of it: a film, or why there is none. */
export interface Filmed {
  source: Source;
  film?: StoredFilm;
  failure?: string;
}

/**
 * Films all clips, several side by side, and keeps the films below `out`. A clip that fails is named, and the others go on.
 *
 * @returns the clips in the order of `sources`
 */
export async function filmAll(sources: readonly Source[], options: WindowsOptions): Promise<Filmed[]> {
  const { out, jobs, perClip, pictureInterval } = options;
  const filming = shippedFilming();
  const store = new FilmStore(out, filming, perClip, pictureInterval);
  const filmed = sources.map((source): Filmed => {
    if (source.failure !== undefined) return { source, failure: source.failure };
    const film = store.read(source);
    return { source, ...(film && { film }) };
  });
  const queue = [...filmed.entries()].filter(([, { film, failure }]) => !film && failure === undefined);
  const before = filmed.filter(({ film }) => film).length;
  if (before > 0)
    console.error(`Of ${sources.length} clips ${before} filmed before; going on with the rest.`);
  const interval = () => filming.intervalMilliseconds;
  const server = await host(serveClips(sources, interval, () => undefined));
  try {
    let done = 0;
    const tell = (item: Filmed, what: string) =>
      console.error(`${++done} of ${queue.length} clips  ${item.source.clip.id}: ${what}`);
    await sideBySide(
      queue,
      jobs,
      () => AnnotationBrowser.open(server.url, 'clips'),
      async (browser, [index, item]) => {
        const { clip, pictures, frames } = item.source;
        const { label, face } = clip;
        const film = await browser.film({
          clip: { label, ...(face && { face }) },
          index,
          pictures: pictures && { count: frames, interval: pictureInterval },
          most: perClip,
        });
        item.film = store.write(item.source, film);
        tell(item, `${film.windows.length} windows`);
      },
      ([, item], reason) => {
        item.failure = reason;
        tell(item, reason);
      },
    );
    return filmed;
  } finally {
    await server.close();
  }
}
