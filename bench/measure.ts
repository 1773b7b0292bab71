import type { Contender } from './contenders';
import { countOn } from './counters';
import { KernelTimes } from './kernelTimes';
import { LimitTimes } from './limits';
import { appearanceMultiplyAdds, multiplyAdds } from './multiplyAdds';
import type { Report, Row } from './report';
import type { Model } from '../src/network/model';
import type { Launch } from '../src/backends/webgpu/launches';

/** A contender by name, opened when its turn comes and named as missing where it cannot be. */
export type Entry = readonly [name: string, open: () => Promise<Contender>];

/** On what the contenders run. */
export interface Machine {
  device: GPUDevice | undefined;
  adapter: string | undefined;
  renderer: string | undefined;
  platform: string;
}

export interface Setting {
  model: Model;
  machine: Machine;
  entries: readonly Entry[];
  /** Frames of each contender, taken in turns. */
  rounds: number;
  /** Launches of a frame on our WebGPU kernels, once those are open. */
  launches: () => readonly Launch[];
  /** Told what is under way. */
  onProgress?: ((what: string) => void) | undefined;
}

/** Milliseconds for what a contender leaves behind: threads that spin for a while, and garbage. */
const PAUSE = 250;

/** Every contender in turns with a pause between, so that what else the machine does meets all of them. */
export async function measure({
  model,
  machine,
  entries,
  rounds,
  launches,
  onProgress = () => undefined,
}: Setting): Promise<Report> {
  const { device, ...named } = machine;
  const missing: Report['missing'] = [];
  const contenders: Contender[] = [];
  for (const [name, open] of entries) {
    onProgress(`${name} opens`);
    try {
      const contender = await open();
      await contender.prepare?.();
      // The first frame compiles.
      await contender.push();
      await contender.answer();
      contenders.push(contender);
    } catch (error) {
      missing.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }

  const frame = multiplyAdds(model.architecture);
  const ofFrame = [...frame.values()].reduce((sum, count) => sum + count, 0);
  const rows = contenders.map(({ name, loading, bytes, foreign }): Row => ({
    name,
    milliseconds: [],
    encoding: [],
    perFrame: undefined,
    loading,
    bytes,
    multiplyAdds: foreign ? undefined : ofFrame,
  }));
  const counts = device && countOn(device);
  const limits = device && (await LimitTimes.open(device));
  const kernels = device && new KernelTimes(device, launches());
  const frameOf = async (contender: Contender, row: Row) => {
    await contender.prepare?.();
    await device?.queue.onSubmittedWorkDone();
    counts?.();
    const started = performance.now();
    await contender.push();
    const pushed = performance.now();
    const asked = counts?.();
    await contender.answer();
    row.milliseconds.push(performance.now() - started);
    if (asked && asked.submits > 0) row.perFrame = asked;
    if (contender.loading !== undefined) row.encoding.push(pushed - started);
  };
  // Limits and kernels have their turns too, so that what they are held against was measured in the same minutes.
  const turns = [
    ...contenders.flatMap((contender, index) => {
      const row = rows[index];
      return row ? [() => frameOf(contender, row)] : [];
    }),
    () => limits?.measure(),
    () => kernels?.measure(),
  ];
  for (let round = 0; round < rounds; round++) {
    onProgress(`frame ${String(round + 1)} of ${String(rounds)}`);
    // Nobody always comes after the same one, nor first.
    const first = round % turns.length;
    for (const turn of [...turns.slice(first), ...turns.slice(0, first)]) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await turn();
    }
  }
  limits?.close();
  return {
    ...named,
    multiplyAdds: ofFrame,
    appearanceMultiplyAdds: appearanceMultiplyAdds(model.architecture),
    limits: limits?.medians(),
    kernels: kernels?.medians(frame) ?? [],
    rows,
    missing,
  };
}
