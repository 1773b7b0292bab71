import type { Clip } from '../../records';
import type { ListedClip } from '../listing';

export type Part = 'train' | 'dev' | 'test';

/** A public data set in its owners' file layout, with the protocols that papers report. */
export interface Dataset {
  /** Name before the colon: `oulu`. */
  name: string;
  /** Names after the colon: `1`, `3.2`; none if there is only one protocol. */
  protocols: readonly string[];
  parts: readonly Part[];
  /** Layout of its files, for messages. */
  layout: string;
  /** Returns the clip if it belongs to the part of the protocol; `undefined` for other parts and foreign files. */
  select: (listed: ListedClip, part: Part, protocol: string) => Clip | undefined;
}
