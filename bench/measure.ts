import { within } from '../src/timeout';
import type { Contender } from './contenders';
import { countOn } from './counters';
import { KernelTimes } from './kernelTimes';
import { LimitTimes } from './limits';
import { missed, type Missing, type Report, type Row, type Runner } from './report';

/** A contender, opened when its turn comes and named as missing where it cannot be. */
export interface Entry extends Runner {
  open: () => Promise<Contender>;
}

/** On what the contenders run. */
export interface Machine {
  device: GPUDevice | undefined;
  adapter: string | undefined;
  features: string[];
  renderer: string | undefined;
  platform: string;
}

export interface Setting {
  /** The id of the model that ours run. */
  model: string;
  machine: Machine;
  entries: readonly Entry[];
  /** Frames of each contender, taken in turns. */
  rounds: number;
  /** Milliseconds after which no further frame begins, and a contender without a first frame is named as missing. */
  limit?: number | undefined;
  /** Told what is under way. */
  onProgress?: ((what: string) => void) | undefined;
}

/** Milliseconds for what a contender leaves behind: threads that spin for a while, and garbage. */
const PAUSE = 250;

interface Run {
  contender: Contender;
  row: Row;
}

/**
 * Every contender in turns with a pause between, so that what else the machine does meets all of them. One that fails is
 * named as missing, and the others go on.
 */
export async function measure({
  model,
  machine,
  entries,
  rounds,
  limit = Infinity,
  onProgress = () => undefined,
}: Setting): Promise<Report> {
  const { device, ...named } = machine;
  const missing: Missing[] = [];
  const began = performance.now();
  const left = () => limit - (performance.now() - began);
  let runs: Run[] = [];
  for (const { open, ...runner } of entries) {
    onProgress(`${runner.name} opens`);
    try {
      const contender = await within(left(), opened(open), () => new Error('no first frame in time'));
      const { loading, bytes } = contender;
      const row: Row = { ...runner, milliseconds: [], encoding: [], perFrame: undefined, loading, bytes };
      runs.push({ contender, row });
    } catch (error) {
      missing.push(missed(runner.name, error));
    }
  }

  const own = runs.find(({ contender }) => contender.network);
  const { network, precision } = own?.contender ?? {};
  const counts = device && countOn(device);
  const limits = device && (await LimitTimes.open(device));
  const kernels = device && network && precision && new KernelTimes(device, network, precision);
  const frameOf = async ({ contender, row }: Run) => {
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
    if (row.ours) row.encoding.push(pushed - started);
  };
  const turnOf = (run: Run) => async () => {
    try {
      await frameOf(run);
    } catch (error) {
      missing.push(missed(run.row.name, error));
      runs = runs.filter((other) => other !== run);
    }
  };
  for (let round = 0; round < rounds && (round === 0 || left() > 0); round++) {
    onProgress(`frame ${String(round + 1)} of ${String(rounds)}`);
    // Limits and kernels have their turns too, so that what they are held against was measured in the same minutes.
    const turns = [...runs.map(turnOf), () => limits?.measure(), () => kernels?.measure()];
    // Nobody always comes after the same one, nor first.
    const first = round % turns.length;
    for (const turn of [...turns.slice(first), ...turns.slice(0, first)]) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await turn();
    }
  }
  limits?.close();
  return {
    model,
    ...named,
    multiplyAdds: network && {
      first: multiplyAdds(network.dispatches.first),
      further: multiplyAdds(network.dispatches.further),
    },
    limits: limits?.medians(),
    kernels: kernels?.medians() ?? [],
    kernelsOf: own?.row.name,
    rows: runs.map(({ row }) => row),
    missing,
  };
}

/** Opens a contender, and runs its first frame, which compiles. */
async function opened(open: Entry['open']): Promise<Contender> {
  const contender = await open();
  await contender.prepare?.();
  await contender.push();
  await contender.answer();
  return contender;
}

function multiplyAdds(dispatches: readonly { multiplyAdds: number }[]): number {
  return dispatches.reduce((sum, dispatch) => sum + dispatch.multiplyAdds, 0);
}
