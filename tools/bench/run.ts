import { spawnSync } from 'node:child_process';

/** What Lambda sets for a function, and nothing of this shell's. */
const lambda = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  TABLE_NAME: 'none',
  SECRET_ARN: 'none',
  PERSONS_KEY_ARN: 'none',
};

/** Runs a program in a process of its own; its standard output goes nowhere and its result comes by descriptor 3. */
export function run<T>(args: readonly string[], env: Readonly<Record<string, string>> = {}): T {
  const { output, status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...lambda, ...env },
  });
  const told = output[3] ?? '';
  if (status !== 0 || told === '') {
    // A minified bundle is one line, which node quotes.
    const lines = stderr.split('\n').map((line) => line.slice(0, 400));
    throw new Error(`${args.join(' ')} ended with ${status}.\n${lines.join('\n')}`);
  }
  return JSON.parse(told) as T;
}
