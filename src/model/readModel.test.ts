import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import type { Model } from './manifest';
import { readModel } from './readModel';

const shipped = () =>
  JSON.parse(readFileSync(join(modelFolder(), 'model.json'), 'utf8')) as Record<string, object>;

describe('readModel', () => {
  it('takes the model that ships', () => {
    // What is written for people is left out.
    expect(shipped()).toMatchObject(readModel(shipped()));
  });

  it("takes the model with the paper's depth branch", () => {
    const model = JSON.parse(readFileSync(join(modelFolder('depthproof-9'), 'model.json'), 'utf8')) as Model;
    expect(readModel(model).architecture.depth).toEqual(model.architecture.depth);
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
    [
      'evidence',
      ({ evidence, ...model }: Model) => ({ ...model, evidence: { ...evidence, depth: undefined } }),
    ],
    [
      'evidence',
      ({ architecture, ...model }: Model) => ({
        ...model,
        architecture: { ...architecture, depthMap: undefined },
      }),
    ],
    [
      'architecture.depthMap.ellipse.x',
      ({ architecture, ...model }: Model) => ({
        ...model,
        architecture: { ...architecture, depthMap: { ...architecture.depthMap, ellipse: { x: 2, y: 0.4 } } },
      }),
    ],
    [
      'architecture.depthMap',
      ({ architecture, ...model }: Model) => ({
        ...model,
        architecture: {
          ...architecture,
          depth: {
            ...{ ...architecture.depthMap, stem: 1, level: 1, wide: 1, depth_hidden: 1, reduced: 1 },
            ...{ hidden: 1, classifier: 1, alpha: 0.6 },
          },
        },
      }),
    ],
    ['architecture', (model: object) => ({ ...model, architecture: undefined })],
    [
      'architecture.colour',
      ({ architecture, ...model }: Model) => ({ ...model, architecture: { ...architecture, colour: {} } }),
    ],
    [
      'evidence.colour',
      ({ evidence, ...model }: Model) => ({ ...model, evidence: { ...evidence, colour: { weight: 1 } } }),
    ],
    [
      'architecture.frames',
      (model: { cadence: object }) => ({ ...model, cadence: { ...model.cadence, frames: 6 } }),
    ],
    [
      'architecture.rigidity.hidden',
      ({ architecture, ...model }: Model) => ({
        ...model,
        architecture: { ...architecture, rigidity: { hidden: 32.5 } },
      }),
    ],
    [
      'cadence.frames',
      ({ architecture, cadence, ...model }: Model) => ({
        ...model,
        architecture: { ...architecture, frames: 1 },
        cadence: { ...cadence, frames: 1 },
      }),
    ],
    [
      'crops.face.range',
      ({ crops, ...model }: Model) => ({
        ...model,
        crops: { ...crops, face: { ...crops.face, range: [0.5, 0.5] } },
      }),
    ],
    // Limits are edited by hand. In the wrong order, windows that should count as attacks end a check as live.
    [
      'decision.spoofProbability',
      ({ decision, ...model }: Model) => ({ ...model, decision: { ...decision, liveProbability: 0.2 } }),
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
