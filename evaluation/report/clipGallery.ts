import { shownOf } from '../metrics/shown';
import { isConcluded, isWrong, whyNoAnswer, type Concluded } from '../metrics/verdictFigures';
import type { ClipPictures, Evaluation, Provenance, ReasonRecord } from '../records';
import { depthUrl } from './bitmap';
import { evidenceOf } from './evidence';
import { speciesIfAny } from './groups';
import { markup, type Markup } from './markup';
import { decimal, seconds, signed } from './numbers';
import { reasonSentences } from './reasonWords';

/** Clips that are shown; the pictures of thousands would make the file too large to open. */
const MOST = 200;

/** Width of a frame in the units of what is drawn over it. */
const DRAWN = 320;

/** Returns each clip's verdict with its reasons and the frames that show them: errors first, then clips without an answer. */
export function clipGallery(
  { records, provenance }: Evaluation,
  pictures: ReadonlyMap<string, ClipPictures>,
): Markup | undefined {
  const clips = records.filter(isConcluded);
  if (clips.length === 0) return undefined;
  const worstFirst = [...clips].sort((a, b) => badness(b) - badness(a));
  const omitted = clips.length - MOST;
  return markup`<section><h2>Clips</h2>
<p class="quiet">Errors first, then clips without an answer, then the others, the least certain first. A rectangle marks the part of the picture in which a reason shows most; the number beside a reason says by how much, in weighted log odds, it lies below what is usual for a real face.${
    omitted > 0 ? ` Only the first ${MOST} of ${clips.length} clips are shown.` : undefined
  }</p>
<ul class="clips">
${worstFirst.slice(0, MOST).map((record) => card(record, provenance, pictures.get(record.clip.id)))}</ul></section>
`;
}

/** Errors are worse than missing answers, those than right answers; within each, the probability of bona fide decides. */
function badness(record: Concluded): number {
  const { clip, verdict } = record;
  const probability = verdict.probability ?? 0.5;
  const towardsError = clip.label === 'live' ? 1 - probability : probability;
  return (isWrong(record) ? 2 : verdict.outcome === 'inconclusive' ? 1 : 0) + towardsError / 2;
}

function card(record: Concluded, provenance: Provenance, pictures: ClipPictures | undefined): Markup {
  const { clip, verdict } = record;
  const facts = [clip.id, clip.label === 'live' ? 'bona fide' : speciesIfAny(clip)];
  const at = verdict.probability === undefined ? '' : ` at probability ${decimal(verdict.probability)}`;
  return markup`<li class="${isWrong(record) ? 'wrong' : ''}"><figure><div class="pictures">${shots(record, pictures)}${depthMap(pictures)}</div>
<figcaption><b>${answerOf(record)}</b>${at}<br>${facts.join(', ')}
<ol>${verdict.reasons.map((reason) => markup`<li>${reasonText(reason, record)}</li>`)}</ol>
${evidenceOf(record, provenance)}</figcaption></figure></li>
`;
}

function answerOf({ clip, verdict }: Concluded): string {
  if (verdict.outcome === 'inconclusive') return 'No answer';
  if (verdict.outcome === 'live') return clip.label === 'live' ? 'Let in' : 'Attack let in';
  return clip.label === 'live' ? 'Turned away' : 'Caught';
}

function reasonText({ code, weight, shown }: ReasonRecord, record: Concluded): string {
  if (code === 'nothing-scored') return `${reasonSentences[code]} (${whyNoAnswer(record)})`;
  if (!shown) return reasonSentences[code];
  return `${reasonSentences[code]} (${signed(-weight)}, ${seconds(record.frames[shown.frame]?.time)})`;
}

/** Draws the shown frames with the parts in which the reasons show, by the reasons' numbers. */
function shots(record: Concluded, pictures: ClipPictures | undefined): Markup[] {
  const urls = new Map(pictures?.frames);
  const scale = DRAWN / record.width;
  return shownOf(record).frames.flatMap((frame) => {
    const url = urls.get(frame);
    // Only pictures in the file itself: the report loads nothing.
    if (!url?.startsWith('data:image/')) return [];
    const parts = record.verdict.reasons.flatMap(({ shown }, index) => {
      if (shown?.frame !== frame || !shown.part) return [];
      const [x, y, width, height] = shown.part.map((length) => Math.round(scale * length));
      return markup`<rect x="${x}" y="${y}" width="${width}" height="${height}"/><text x="${(x ?? 0) + 5}" y="${(y ?? 0) + 20}">${index + 1}</text>`;
    });
    const time = seconds(record.frames[frame]?.time);
    return markup`<div class="shot"><img src="${url}" alt="Frame at ${time}"><svg viewBox="0 0 ${DRAWN} ${Math.round(scale * record.height)}" aria-hidden="true">${parts}</svg></div>`;
  });
}

function depthMap(pictures: ClipPictures | undefined): Markup | undefined {
  const url = pictures?.depth && depthUrl(pictures.depth);
  return url === undefined ? undefined : markup`<img class="depth" src="${url}" alt="Depth map">`;
}
