import { containerParts } from '#functions/http/container.ts';
import { makeWorld, type Parts } from '#functions/http/make-world.ts';
import { type Observer, observe, resetMeter } from '#functions/http/meter.ts';
import { StaleWrite, signedBy, withConsistentReads } from '#store/table.ts';
import { type Answer, Climb, climbLadder } from './climb-ladder.ts';

/** Every step that the workflow takes is three transitions: the step, the question whether it is over, the wait. */
const transitionsPerStep = 3;

interface Container {
  readonly parts: Parts;
  readonly observer: Observer;
}

let container: Container | undefined;

/** Called by the workflow `ticket-escalation`; what it throws the workflow tries again. */
export const handler = (input: unknown, lambda: { readonly awsRequestId: string }): Promise<Answer> => {
  container ??= realContainer();
  return within(container)(input, lambda);
};

export function within({ parts, observer }: Container) {
  return async (input: unknown, { awsRequestId }: { readonly awsRequestId: string }): Promise<Answer> => {
    const startedMs = performance.now();
    resetMeter(observer.meter);
    const climb = Climb.parse(input);
    let status = 500;
    try {
      const answer = await climbOnce(parts, observer, climb);
      status = 200;
      return answer;
    } finally {
      observer.meter.stateTransitions += transitionsPerStep;
      const elapsedMs = performance.now() - startedMs;
      const cause = climb.ticketId;
      observer.record({ route: 'escalation-step', requestId: awsRequestId, cause, status, isApi: false, elapsedMs });
    }
  };
}

/** The step always reads consistently: what was told a moment ago must not be told again. */
async function climbOnce(parts: Parts, observer: Observer, climb: Climb): Promise<Answer> {
  const table = signedBy(withConsistentReads(parts.table), { actor: 'system:tickets/escalation-step' });
  const run = () => {
    const onEvent = () => {
      observer.meter.events += 1;
    };
    return climbLadder(climb, makeWorld({ ...parts, table }, { cause: climb.ticketId, onEvent }));
  };
  return run().catch((error: unknown) => {
    if (!(error instanceof StaleWrite)) throw error;
    return run();
  });
}

function realContainer(): Container {
  const observer = observe('tickets');
  return { observer, parts: containerParts(observer) };
}
