import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import { readModel } from './manifest';

const shipped = () =>
  JSON.parse(readFileSync(join(modelFolder(), 'model.json'), 'utf8')) as Record<string, object>;

describe('readModel', () => {
  it('takes the model that ships', () => {
    expect(readModel(shipped())).toEqual(shipped());
  });

  it.each([
    ['format', (model: object) => ({ ...model, format: 'depthproof-model/1' })],
    [
      'decision.correlation',
      (model: { decision: object }) => ({ ...model, decision: { ...model.decision, correlation: 2 } }),
    ],
    ['crop.faceScale', (model: object) => ({ ...model, crop: {} })],
    ['input.range.1', (model: { input: object }) => ({ ...model, input: { ...model.input, range: [0] } })],
    ['architecture.face_size', (model: object) => ({ ...model, architecture: undefined })],
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
