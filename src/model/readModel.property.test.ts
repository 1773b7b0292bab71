import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelFolder } from '../../scripts/assets.mjs';
import { DepthproofError } from '../errors';
import { readModel } from './readModel';

const text = readFileSync(join(modelFolder(), 'model.json'), 'utf8');

/** The path of every value in it, but for the hundreds of the weights. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}
const paths = pathsOf(JSON.parse(text)).filter((path) => path.length > 0 && path[0] !== 'weightsManifest');

/** The model that ships with another value at a path, or none. */
function changed(path: readonly string[], value: unknown): unknown {
  const model = JSON.parse(text) as Record<string, unknown>;
  const [last = '', ...before] = [...path].reverse();
  const parent = before.reverse().reduce((inner, key) => inner[key] as Record<string, unknown>, model);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return model;
}

/** Whether it is refused by the one error that a page can act on. Any other error fails the test. */
function isRefused(json: unknown): boolean {
  try {
    readModel(json);
    return false;
  } catch (error) {
    if (!(error instanceof DepthproofError)) throw error;
    expect(error.code).toBe('MODEL_INVALID');
    return true;
  }
}

describe('readModel, whatever it is given', () => {
  it('refuses every other JSON by its own error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(isRefused(json)).toBe(true);
      }),
    );
  });

  it('takes one with a damaged value, or refuses it by its own error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.option(fc.jsonValue(), { nil: undefined }), (path, value) => {
        isRefused(changed(path, value));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a value of another type wherever it needs a number', () => {
    // The rest is written for people.
    const rooms = ['architecture', 'evidence', 'decision', 'crops', 'cadence', 'frame'];
    const numbers = paths.filter((path) => {
      const value = path.reduce(
        (inner, key) => (inner as Record<string, unknown>)[key],
        JSON.parse(text) as unknown,
      );
      return typeof value === 'number' && rooms.includes(path[0] ?? '');
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...numbers),
        fc.constantFrom(undefined, null, 'one', '1', NaN, -1e9, true),
        (path, value) => {
          // Log odds, and levels, may be any number.
          const any = [
            'intercept',
            'bias',
            'below',
            'liveMedian',
            'screenAbove',
            'shift',
            'centre',
            'atMost',
          ];
          const unbounded = any.includes(path.at(-1) ?? '') || path.at(-2) === 'range';
          if (value === -1e9 && unbounded) return;
          expect(isRefused(changed(path, value)), `${path.join('.')}: ${String(value)}`).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
