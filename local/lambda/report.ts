import type { Outcome } from './sandbox.ts';
import type { FunctionSpec } from './spec.ts';

/** The line that Lambda writes after each invocation when a function logs JSON. The start of a function is billed too. */
export function reportLine(outcome: Outcome, spec: FunctionSpec, now: number): string {
  const { requestId, durationMs, initMs, heapMb, status, error } = outcome;
  return JSON.stringify({
    time: new Date(now).toISOString(),
    type: 'platform.report',
    record: {
      requestId,
      metrics: {
        durationMs: rounded(durationMs),
        billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
        memorySizeMB: spec.memoryMb,
        maxMemoryUsedMB: heapMb,
        ...(initMs !== undefined && { initDurationMs: rounded(initMs) }),
      },
      status,
      ...(error && { errorType: error.name }),
    },
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
