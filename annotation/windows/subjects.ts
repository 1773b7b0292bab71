import { createHash } from 'node:crypto';
import type { Problem } from '../../evaluation/manifest/problems';
import type { Clip } from '../../evaluation/records';

export const parts = ['train', 'validation'] as const;
export type Part = (typeof parts)[number];

/** Where a subject's clips go, by a hash of the name, so that it never changes. */
export function partOf(subject: string, validationShare: number): Part {
  const hash = createHash('sha1').update(subject).digest().readUInt32BE(0);
  return hash / 2 ** 32 < validationShare ? 'validation' : 'train';
}

/**
 * Clips of which is not said who is shown. An evaluation takes such a clip for a subject of its own; here that would
 * put the same face into training and validation.
 */
export function missingSubjects(clips: readonly Clip[]): Problem[] {
  return clips.flatMap((clip) =>
    hasSubject(clip)
      ? []
      : [
          {
            ...(clip.row !== undefined && { row: clip.row }),
            file: clip.file,
            message:
              clip.row === undefined
                ? 'no subject: put the clip into a folder of its subject (live/<subject>/, attack/<species>/<subject>/)'
                : 'subject is empty: say who is shown, the same word in all clips of a person',
          },
        ],
  );
}

export function hasSubject(clip: Clip): clip is Clip & { subject: string } {
  return clip.subject !== undefined;
}

/** What is needed of a clip to see whether it can be trained and validated on. */
export type Sorted = Required<Pick<Clip, 'label' | 'subject'>>;

/**
 * Parts that lack bona fide clips or attacks. `what` they are made of: clips, or clips of which there is a window.
 */
export function lackingParts(clips: readonly Sorted[], validationShare: number, what: string): Problem[] {
  const subjects = new Set(clips.map(({ subject }) => subject));
  return parts.flatMap((part) =>
    (['live', 'attack'] as const).flatMap((label) => {
      const found = clips.some(
        (clip) => clip.label === label && partOf(clip.subject, validationShare) === part,
      );
      if (found) return [];
      const ofPart = [...subjects].filter((subject) => partOf(subject, validationShare) === part).length;
      const kind = label === 'live' ? 'bona fide' : 'attack';
      return [
        {
          message:
            `too few subjects for a split: none of the ${ofPart} of ${subjects.size} that a hash puts into ${part} ` +
            `has ${kind} ${what}; add subjects, or choose another --validation-share than ${validationShare}`,
        },
      ];
    }),
  );
}
