import type { Reason, Verdict } from 'depthproof';

export const reasonTexts: Record<Reason, string> = {
  confident: 'confident windows',
  'time-limit': 'time limit',
  'source-ended': 'end of the clip',
};

/** A verdict in one sentence for someone who has never heard of depth networks. */
export function explanation({ outcome, probability }: Verdict): string {
  switch (outcome) {
    case 'live':
      return 'The network sees the depth of a real face in front of the camera.';
    case 'spoof':
      return 'The network sees a flat surface, as of a print or a screen, where a face should have depth.';
    case 'inconclusive':
      return probability === undefined
        ? 'No window could be scored in time: the face was not steadily in view, or the device is busy.'
        : 'The windows did not say it clearly enough in time. Better light or a steadier face may help.';
  }
}
