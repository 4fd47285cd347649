import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: a constant of Linux. */
const ticksPerSecond = 100;

/** Milliseconds of processor that this process has used, and those it started (the engine); only its own where there is no /proc. */
export function processorMs(): { readonly own: number; readonly engine: number } {
  const { user, system } = process.cpuUsage();
  return {
    own: (user + system) / 1000,
    engine: descendants(process.pid).reduce((sum, pid) => sum + ofProcess(pid), 0),
  };
}

function descendants(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const texts = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
    const children = texts.flatMap((text) =>
      text
        .split(' ')
        .filter((each) => each !== '')
        .map(Number),
    );
    return children.flatMap((child) => [child, ...descendants(child)]);
  } catch {
    return [];
  }
}

function ofProcess(pid: number): number {
  try {
    // Behind the name, which may hold spaces: utime and stime are the 14th and 15th of all fields.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
  } catch {
    return 0;
  }
}
