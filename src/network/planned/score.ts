import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { windowScore } from '../../backends/webgpu/programs';
import type { Architecture } from '../model';
import type { Build } from './blocks';

/** Classifier and window score. */
export interface ScorePlan {
  launch: Promise<Launch>;
  /** Takes the number of refined maps in the sum, one f32. */
  steps: Region;
  /** Mean refined depth, logit and score in f32: what is read back. */
  result: Region;
}

/** `sum`: refined depth added up; `appearance`: the appearance branch's vector. */
export function planScore(build: Build, a: Architecture, sum: Region, appearance: Region): ScorePlan {
  const { memory, parameters } = build;
  const head = Float32Array.from(
    ['classifier.depth', 'classifier.join'].flatMap((name) => [
      ...parameters.matrix(name),
      ...parameters.bias(name),
    ]),
  );
  const steps = memory.floats('steps', 1);
  const result = memory.floats('result', a.depth_size ** 2 + 2);
  const program = windowScore({
    size: a.depth_size,
    hidden: a.classifier,
    appearance: 4 * (a.appearance.at(-1)?.channels ?? 0),
    beta: a.beta,
  });
  const resources = [sum, steps, appearance, memory.constants('classifier', head), result];
  return { launch: build.launches.create('score', program, resources), steps, result };
}
