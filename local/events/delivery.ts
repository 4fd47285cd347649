import type { Assembly } from '../assembly.ts';
import type { Clock } from '../clock.ts';
import { type JsonObject, maybeTextAt, numberAt, objectAt, textAt } from '../json.ts';
import type { Busy, Invoke } from '../service.ts';

/** Where rules, schedules and asynchronous invocations deliver. */
export interface Delivery extends Busy {
  /** Hands an input to a target of the template; what cannot be delivered goes to the target's dead-letter queue. */
  readonly deliver: (target: JsonObject, input: unknown, source: string) => void;
  /** Invokes a function as an event: nobody waits, failures are repeated as its EventInvokeConfig says. */
  readonly invokeLater: (functionArn: string, payload: unknown) => void;
}

export interface DeliveryOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly toQueue: (arn: string, body: string, attributes?: Readonly<Record<string, string>>) => void;
  readonly startExecution: (stateMachineArn: string, input: unknown) => void;
  readonly log: (line: string) => void;
}

/** Lambda waits a minute before the first repetition of an asynchronous invocation and two before the second. */
const retryWaits = [60_000, 120_000];

export function createDelivery(options: DeliveryOptions): Delivery {
  const { assembly, clock, invoke, toQueue, startExecution, log } = options;
  let running = 0;

  const invokeLater = (functionArn: string, payload: unknown): void => void attempt(functionArn, payload, 0);
  const attempt = async (functionArn: string, payload: unknown, attempts: number): Promise<void> => {
    running++;
    try {
      await invoke(functionArn, payload);
    } catch (error) {
      const settings = settingsOf(assembly, functionArn);
      const wait = attempts < settings.retries ? retryWaits[attempts] : undefined;
      const outcome = wait === undefined ? 'given up' : `again in ${wait / 60_000} min`;
      log(`${functionArn.split(':').at(-1)}: ${messageOf(error)}; ${outcome}`);
      if (wait === undefined) bury(settings, { functionArn, payload, error, attempts: attempts + 1 });
      else clock.after(wait, () => attempt(functionArn, payload, attempts + 1));
    } finally {
      running--;
    }
  };
  const bury = ({ destination, deadLetterArn }: Settings, failure: Failure): void => {
    if (destination !== undefined) toQueue(destination, JSON.stringify(toRecord(failure, clock.now())));
    if (deadLetterArn !== undefined) {
      toQueue(deadLetterArn, JSON.stringify(failure.payload), {
        ErrorCode: '200',
        ErrorMessage: messageOf(failure.error),
      });
    }
  };
  const hand = (arn: string, input: unknown): void => {
    if (arn.includes(':lambda:')) invokeLater(arn, input);
    else if (arn.includes(':sqs:')) toQueue(arn, typeof input === 'string' ? input : JSON.stringify(input));
    else if (arn.includes(':stateMachine:')) startExecution(arn, input);
    else throw new Error(`${arn} is no target on a laptop`);
  };

  return {
    invokeLater,
    deliver: (target, input, source) => {
      const arn = textAt(target, 'Arn');
      try {
        hand(arn, input);
      } catch (error) {
        log(`${source}: ${messageOf(error)}`);
        const dead = maybeTextAt(objectAt(target, 'DeadLetterConfig'), 'Arn');
        const attributes = { RULE_ARN: source, TARGET_ARN: arn, ERROR_MESSAGE: messageOf(error) };
        if (dead !== undefined) toQueue(dead, JSON.stringify(input), attributes);
      }
    },
    isBusy: () => running > 0,
  };
}

interface Failure {
  readonly functionArn: string;
  readonly payload: unknown;
  readonly error: unknown;
  readonly attempts: number;
}

interface Settings {
  readonly retries: number;
  readonly destination: string | undefined;
  readonly deadLetterArn: string | undefined;
}

function settingsOf(assembly: Assembly, functionArn: string): Settings {
  const resource = assembly.byArn(functionArn);
  const configured = assembly
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => [resource?.name, functionArn].includes(maybeTextAt(properties, 'FunctionName')));
  const onFailure = objectAt(objectAt(configured?.properties, 'DestinationConfig'), 'OnFailure');
  return {
    retries: numberAt(configured?.properties, 'MaximumRetryAttempts', 2),
    destination: maybeTextAt(onFailure, 'Destination'),
    deadLetterArn: maybeTextAt(objectAt(resource?.properties, 'DeadLetterConfig'), 'TargetArn'),
  };
}

/** The record that Lambda sends to a failure destination. */
function toRecord({ functionArn, payload, error, attempts }: Failure, now: number) {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { functionArn, condition: 'RetriesExhausted', approximateInvokeCount: attempts },
    requestPayload: payload,
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: { errorMessage: messageOf(error) },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
