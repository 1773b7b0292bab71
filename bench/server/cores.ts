import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc. */
const TICKS = 100;

/** Returns the seconds of processor time that a process took so far, and those that it started and that still run. */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')')).split(' ');
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').match(/\d+/g);
  return (children ?? []).reduce(
    (seconds, child) => seconds + processorSeconds(Number(child)),
    (Number(fields[12]) + Number(fields[13])) / TICKS,
  );
}

/** Seconds that this process took, without those that it started. */
function callerSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds that all processors of this machine together were busy. */
function machineSeconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] =
    /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ').map(Number) ?? [];
  return (user + nice + system + irq + soft) / TICKS;
}

/** How many cores each part kept busy on average; `others`: whatever else ran on this machine. */
export type Cores = Record<string, number>;

/** Runs something, and says how many cores the processes of `parts`, by name, and the caller kept busy meanwhile. */
export async function coresDuring<T>(
  parts: Record<string, number>,
  run: () => Promise<T>,
): Promise<{ result: T; cores: Cores; seconds: number }> {
  const spent = () => ({
    ...Object.fromEntries(Object.entries(parts).map(([name, pid]) => [name, processorSeconds(pid)])),
    callers: callerSeconds(),
    machine: machineSeconds(),
  });
  const started = performance.now();
  const before: Cores = spent();
  const result = await run();
  const seconds = (performance.now() - started) / 1000;
  const { machine = NaN, ...cores } = Object.fromEntries(
    Object.entries(spent()).map(([name, after]) => [name, (after - (before[name] ?? NaN)) / seconds]),
  );
  return { result, cores: { ...cores, others: machine - sum(cores) }, seconds };
}

export function sum(cores: Cores): number {
  return Object.values(cores).reduce((total, each) => total + each, 0);
}
