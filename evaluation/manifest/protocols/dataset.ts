import type { Clip } from '../../records';
import type { ListedClip } from '../listing';

export type Part = 'train' | 'dev' | 'test';

/** A public dataset in its owners' file layout, with the protocols its papers report. */
export interface Dataset {
  /** As asked for, before the colon: `oulu`. */
  name: string;
  /** As asked for, after the colon: `1`, `3.2`; none where there is one protocol only. */
  protocols: readonly string[];
  parts: readonly Part[];
  /** What its files look like, for messages. */
  layout: string;
  /** The clip if it belongs to the part of the protocol; `undefined` for clips of other parts and for foreign files. */
  select: (listed: ListedClip, part: Part, protocol: string) => Clip | undefined;
}
