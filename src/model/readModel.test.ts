import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import { readModel } from './readModel';

const shipped = () =>
  JSON.parse(readFileSync(join(modelFolder(), 'model.json'), 'utf8')) as Record<string, object>;

describe('readModel', () => {
  it('takes the model that ships', () => {
    // What is written for people is left out.
    expect(shipped()).toMatchObject(readModel(shipped()));
  });

  it.each([
    ['format', (model: object) => ({ ...model, format: 'depthproof-model/2' })],
    [
      'decision.correlation',
      (model: { decision: object }) => ({ ...model, decision: { ...model.decision, correlation: 2 } }),
    ],
    ['crops.face', (model: object) => ({ ...model, crops: {} })],
    ['crops', (model: { crops: object }) => ({ ...model, crops: { ...model.crops, wide: undefined } })],
    [
      'evidence',
      (model: { evidence: object }) => ({ ...model, evidence: { ...model.evidence, texture: undefined } }),
    ],
    ['architecture', (model: object) => ({ ...model, architecture: undefined })],
    [
      'architecture.frames',
      (model: { cadence: object }) => ({ ...model, cadence: { ...model.cadence, frames: 6 } }),
    ],
    ['weightsManifest', (model: object) => ({ ...model, weightsManifest: {} })],
    ['format', () => 'a page of the site'],
    ['format', () => null],
  ])('names %s where it is not what it must be', (field, change) => {
    const message = expect.stringContaining(`${field} is`) as string;
    let error: unknown;
    try {
      readModel(change(shipped() as never));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'MODEL_INVALID', message });
  });
});
