/** A failure inside an execution, under the name by which Retry and Catch know it. */
export class StatesError extends Error {
  override readonly name = 'StatesError';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** What a thrown thing is to Retry and Catch. */
export function toStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  return new StatesError('States.Runtime', thrown instanceof Error ? thrown.message : String(thrown));
}

/** Whether a Retry or Catch entry is meant for the error. */
export function covers(names: readonly string[], error: string, stateType: string): boolean {
  if (names.includes(error)) return true;
  if (names.includes('States.ALL')) return error !== 'States.DataLimitExceeded' && error !== 'States.Runtime';
  return names.includes('States.TaskFailed') && stateType === 'Task' && error !== 'States.Timeout';
}
