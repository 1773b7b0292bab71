import { pictureKey, worstWindows, type ShownWindow } from '../metrics/worstWindows';
import type { Evaluation, WindowPicture } from '../records';
import { depthUrl } from './bitmap';
import { speciesIfAny } from './groups';
import { markup, type Markup } from './markup';
import { decimal } from './numbers';

/** Returns the worst windows of each kind as pictures; windows without a picture are left out. */
export function worstGallery(
  evaluation: Evaluation,
  pictures: ReadonlyMap<string, WindowPicture>,
): Markup | undefined {
  const { attacks, bonaFide } = worstWindows(evaluation);
  const kinds = [
    { heading: 'Attacks that look most like a face', windows: attacks },
    { heading: 'Bona fide that look most like an attack', windows: bonaFide },
  ];
  const filled = kinds
    .map(({ heading, windows }) => ({ heading, items: windows.flatMap((shown) => item(shown, pictures)) }))
    .filter(({ items }) => items.length > 0);
  if (filled.length === 0) return undefined;
  return markup`<section><h2>Worst windows</h2>
<p class="quiet">Each clip's worst window: the face as the network saw it, its surroundings, and the estimated depth, from dark violet (far or flat) to yellow (nearest), on a fixed scale.</p>
${filled.map(({ heading, items }) => markup`<h3>${heading}</h3>\n<ul class="windows">\n${items}</ul>\n`)}</section>
`;
}

function item({ record, window }: ShownWindow, pictures: ReadonlyMap<string, WindowPicture>): Markup[] {
  const picture = pictures.get(pictureKey(record, window));
  if (!picture) return [];
  const images = [
    image(picture.face, 'Face'),
    image(picture.context, 'Surroundings'),
    image(depthUrl(picture.depth), 'Depth map'),
  ];
  const time = record.frames[window.first]?.time;
  const facts = [speciesIfAny(record.clip), time === undefined ? '' : `at ${(time / 1000).toFixed(1)} s`];
  return [
    markup`<li><figure><div class="pictures">${images.flat()}</div>
<figcaption><b>${decimal(window.probability)}</b> ${record.clip.id} <br>${facts.filter(Boolean).join(', ')}</figcaption></figure></li>
`,
  ];
}

/** Shows only pictures in the file itself: the report loads nothing. */
function image(url: string | undefined, alt: string): Markup[] {
  return url?.startsWith('data:image/') ? [markup`<img src="${url}" alt="${alt}">`] : [];
}
