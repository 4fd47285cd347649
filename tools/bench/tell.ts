import { writeSync } from 'node:fs';

/** A program's result goes to the descriptor that the bench opens for it: the standard output is the observer's. */
export function tell(result: object): void {
  writeSync(3, JSON.stringify(result));
}
