import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { nameOf as promiseName } from '#domain/tickets/clock.ts';
import { env } from '#functions/http/env.ts';
import type { Climb } from './climb-ladder.ts';

export type StartClimb = (climb: Climb) => Promise<void>;

let client: SFNClient | undefined;

/** Starts the workflow under the promise's own name: that it runs already, or has run, is a success. */
export const startClimb: StartClimb = async (climb) => {
  client ??= new SFNClient({});
  try {
    await client.send(
      new StartExecutionCommand({
        stateMachineArn: env('ESCALATION_ARN'),
        name: nameOf(climb),
        input: JSON.stringify(climb),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
};

/** Of the promise's execution. */
export function nameOf({ ticketId, cycle, target, round = 1 }: Climb): string {
  return `${ticketId}-${cycle}-${promiseName({ target, round })}`;
}
