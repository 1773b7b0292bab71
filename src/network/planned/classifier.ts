import type { Region } from '../../backends/webgpu/region';
import type { Launch } from '../../backends/webgpu/launches';
import { classifier } from '../../backends/webgpu/programs';
import type { Architecture } from '../model';
import type { Build } from './blocks';

/** What depth and appearance say, once a window. */
export interface ClassifierPlan {
  launch: Promise<Launch>;
  /** Takes the number of refined maps in the sum, one f32. */
  steps: Region;
  /** Mean refined depth and logit in f32. */
  result: Region;
}

/** `sum`: refined depth added up; `appearance`: the appearance branch's vector. */
export function planClassifier(
  build: Build,
  a: Architecture,
  sum: Region,
  appearance: Region,
): ClassifierPlan {
  const { memory, parameters } = build;
  const head = Float32Array.from(
    ['classifier.depth', 'classifier.join'].flatMap((name) => [
      ...parameters.matrix(name),
      ...parameters.bias(name),
    ]),
  );
  const steps = memory.floats('steps', 1);
  const result = memory.floats('result', a.depth_size ** 2 + 1);
  const looks = 4 * (a.appearance.at(-1)?.channels ?? 0);
  const program = classifier({ size: a.depth_size, hidden: a.classifier, appearance: looks });
  const resources = [sum, steps, appearance, memory.constants('classifier', head), result];
  return { launch: build.launches.create('classifier', program, resources), steps, result };
}
