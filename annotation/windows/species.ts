import type { Clip } from '../../evaluation/records';
import type { Problem } from '../../evaluation/manifest/problems';

/** In the order of SPECIES_NAMES of training/species.py, with the names that manifests and data sets give them. */
const NAMES: readonly (readonly string[])[] = [
  ['bona fide'],
  ['flat print', 'print', 'printed photo', 'photo', 'paper', 'flat photo'],
  ['bent print', 'bent photo', 'warped print', 'warped photo'],
  ['cut-out', 'cutout', 'cut photo', 'cut print'],
  ['paper mask'],
  ['phone replay', 'phone', 'mobile', 'mobile replay'],
  // What is only said to be a replay counts as the middle one in size.
  ['tablet replay', 'tablet', 'highdef', 'replay', 'video', 'video replay', 'screen'],
  ['monitor replay', 'monitor', 'laptop', 'laptop replay', 'display', 'tv'],
];

const numbers = new Map(NAMES.flatMap((names, number) => names.map((name) => [spelled(name), number])));

/** The number that training knows a clip's species by; `undefined` for a species that it does not know. */
export function speciesNumber({ label, species = '' }: Pick<Clip, 'label' | 'species'>): number | undefined {
  if (label === 'live') return 0;
  const number = numbers.get(spelled(species));
  return number === 0 ? undefined : number;
}

/** Attacks whose species is none that training knows. */
export function unknownSpecies(clips: readonly Clip[]): Problem[] {
  const known = NAMES.slice(1).map(([name]) => name);
  return clips.flatMap((clip) =>
    speciesNumber(clip) === undefined
      ? [
          {
            ...(clip.row !== undefined && { row: clip.row }),
            file: clip.file,
            message: `the species "${clip.species ?? ''}" is none that training knows: write one of ${known.join(', ')}`,
          },
        ]
      : [],
  );
}

function spelled(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, ' ');
}
