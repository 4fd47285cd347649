import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { nameOf as promiseName } from '#domain/tickets/clock.ts';
import { env } from '#functions/http/env.ts';
import type { Answer, Climb } from './climb-ladder.ts';

/** Begins behind the first look at the ticket where its answer is given, else with that look. */
export type StartClimb = (climb: Climb, answer?: Answer) => Promise<void>;

let client: SFNClient | undefined;

/** Starts the workflow under the promise's own name: that it runs already, or has run, is a success. */
export const startClimb: StartClimb = async (climb, answer) => {
  client ??= new SFNClient({});
  try {
    await client.send(
      new StartExecutionCommand({
        stateMachineArn: env('ESCALATION_ARN'),
        name: nameOf(climb),
        input: JSON.stringify(inputOf(climb, answer)),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
};

/** As the workflow reads it (infra/escalation.ts). */
export function inputOf(climb: Climb, answer: Answer | undefined): object {
  return { ...climb, ...answer };
}

/** Of the promise's execution. A later run says round and run: `resolution-1-2`. */
export function nameOf({ ticketId, cycle, target, round = 1, run = 1 }: Climb): string {
  const promise = run === 1 ? promiseName({ target, round }) : `${target}-${round}-${run}`;
  return `${ticketId}-${cycle}-${promise}`;
}
