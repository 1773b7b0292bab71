import type { BackendName, Outcome, Reason, Verdict } from 'depthproof';
import { reasonSentences } from '../evaluation/report/reasonWords';
import { backendOf, isClip } from './parameters';
import type { Source } from './parameters';
import { endings } from './verdictBanner';

/** What a link to a result says of it: no picture, and nothing about the person. */
export interface Result extends Pick<Verdict, 'outcome' | 'probability' | 'ending' | 'milliseconds'> {
  reasons: Pick<Reason, 'code' | 'weight'>[];
  source: Source;
  model: string;
  backend: BackendName;
}

const outcomes: readonly Outcome[] = ['live', 'spoof', 'inconclusive'];

/** Returns a verdict as the fragment of an address. Fragments never reach a server. */
export function writeResult(verdict: Verdict, source: Source): string {
  const { outcome, probability, ending, milliseconds, reasons, model, backend } = verdict;
  const fields = new URLSearchParams({
    outcome,
    ...(probability !== undefined && { probability: probability.toFixed(3) }),
    ending,
    ...(milliseconds !== undefined && { milliseconds: milliseconds.toFixed(0) }),
    reasons: reasons.map(({ code, weight }) => `${code}:${weight.toFixed(1)}`).join(','),
    source,
    model: model.id,
    backend: backend.name,
  });
  return `#${fields}`.replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** Reads what `writeResult` wrote. Returns `undefined` for any other fragment, such as one that was cut off. */
export function readResult(fragment: string): Result | undefined {
  const fields = new URLSearchParams(fragment.slice(1));
  const outcome = outcomes.find((name) => name === fields.get('outcome'));
  const ending = Object.keys(endings).find((name) => name === fields.get('ending'));
  const source = fields.get('source');
  const model = /^[\w.-]{1,40}$/.exec(fields.get('model') ?? '')?.[0];
  const backend = backendOf(fields.get('backend'));
  const reasons = (fields.get('reasons') ?? '').split(',').map(readReason);
  const probability = numberOf(fields.get('probability'), 1);
  const milliseconds = numberOf(fields.get('milliseconds'));
  if (!outcome || !ending || !model || !backend || !reasons.every((reason) => reason !== undefined))
    return undefined;
  if (Number.isNaN(probability) || Number.isNaN(milliseconds)) return undefined;
  return {
    outcome,
    probability,
    ending: ending as Result['ending'],
    milliseconds,
    reasons,
    source: isClip(source) || source === 'file' ? source : 'camera',
    model,
    backend,
  };
}

function readReason(text: string): Result['reasons'][number] | undefined {
  const [code = '', given] = text.split(':');
  const weight = Number(given || NaN);
  if (!Object.hasOwn(reasonSentences, code) || !Number.isFinite(weight)) return undefined;
  return { code: code as Reason['code'], weight };
}

/** Returns a number of a link, from 0 to `most`; `undefined` where the link has none, NaN where it has another. */
function numberOf(text: string | null, most = Number.MAX_VALUE): number | undefined {
  if (text === null) return undefined;
  const value = Number(text || NaN);
  return value >= 0 && value <= most ? value : NaN;
}
