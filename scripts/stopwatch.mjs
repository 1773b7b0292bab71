import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** Clock ticks a second in /proc. */
const TICKS = 100;

/** Returns the CPU time of this process and of all that it started and that ended; NaN where there is no /proc. */
function processorSeconds() {
  if (!existsSync('/proc/self/stat')) return NaN;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const [user, system, usersOfEnded, systemsOfEnded] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  return (user + system + usersOfEnded + systemsOfEnded) / TICKS;
}

/**
 * Returns a function that says what was spent since: seconds on the clock, seconds of CPU time (`processor`), and the
 * machine's load before.
 */
export function stopwatch() {
  const [load] = loadavg();
  const [since, before] = [process.uptime(), processorSeconds()];
  return () => ({
    seconds: process.uptime() - since,
    processor: processorSeconds() - before,
    load,
  });
}

/** Returns "6 min 17 s". */
export function onClock(seconds) {
  const [minutes, rest] = [Math.floor(Math.round(seconds) / 60), Math.round(seconds) % 60];
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
