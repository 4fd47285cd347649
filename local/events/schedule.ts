import { randomUUID } from 'node:crypto';
import type { Assembly, Resource } from '../assembly.ts';
import type { Clock, Leap } from '../clock.ts';
import { type JsonObject, maybeTextAt, numberAt, objectAt, objectsAt, textAt } from '../json.ts';
import { account, region } from '../names.ts';
import type { Need } from '../service.ts';
import { nextRun } from './expression.ts';

/** The agenda that a schedule serves, as its resource's metadata says. */
export interface AgendaOf {
  readonly index: string;
  readonly prefix: string;
  readonly shards: number;
}

export interface ScheduleOptions {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly deliver: (target: JsonObject, input: unknown, source: string) => void;
  /** The earliest instant on an agenda; asked while the clock is advanced, to leave out runs that find nothing. */
  readonly earliestDue: (agenda: AgendaOf) => Promise<number | undefined>;
  /** Why IAM refuses a role what it needs; undefined when it is allowed. */
  readonly refusal: (role: string, need: Need) => string | undefined;
  readonly log: (line: string) => void;
}

interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly expression: string;
  readonly zone: string;
  readonly targets: readonly JsonObject[];
  readonly agenda: AgendaOf | undefined;
  /** Builds the input of a run. */
  readonly input: (target: JsonObject, instant: number) => unknown;
}

/** Plans every schedule of the template on the clock: EventBridge Scheduler's and those of rules. */
export function startSchedules(options: ScheduleOptions): readonly string[] {
  const { assembly, clock } = options;
  const schedules = [
    ...assembly.ofType('AWS::Scheduler::Schedule').filter(isEnabled).map(ofScheduler),
    ...assembly.ofType('AWS::Events::Rule').filter(isEnabled).flatMap(ofRule),
  ];
  for (const schedule of schedules) plan(schedule, clock.now(), options);
  return schedules.map(({ name }) => name);
}

function plan(schedule: Schedule, after: number, options: ScheduleOptions): void {
  const instant = nextRun(schedule.expression, schedule.zone, after);
  if (instant === undefined) return;
  const leap = schedule.agenda && leapOver(schedule, schedule.agenda, options);
  options.clock.at(
    instant,
    (due) => {
      run(schedule, due, options);
      // A laptop that slept does not catch up on runs: nor would a missed minute in the cloud come again.
      plan(schedule, Math.max(due, options.clock.now()), options);
    },
    leap ? { leap } : {},
  );
}

/** Runs before the first entry of the agenda find nothing to do, so they are left out while the clock is advanced. */
function leapOver({ expression, zone }: Schedule, agenda: AgendaOf, { earliestDue }: ScheduleOptions): Leap {
  return {
    runAt: (notBefore) => nextRun(expression, zone, notBefore - 1),
    work: () => earliestDue(agenda),
  };
}

function run(schedule: Schedule, instant: number, { deliver, refusal, log }: ScheduleOptions): void {
  for (const target of schedule.targets) {
    const role = maybeTextAt(target, 'RoleArn')?.split('/').at(-1);
    const denied = role === undefined ? undefined : refusal(role, needOf(textAt(target, 'Arn')));
    if (denied === undefined) deliver(target, schedule.input(target, instant), schedule.arn);
    else log(`${schedule.name}: ${denied}`);
  }
}

function needOf(arn: string): Need {
  const action = { lambda: 'lambda:InvokeFunction', sqs: 'sqs:SendMessage', states: 'states:StartExecution' };
  const service = arn.split(':')[2] as keyof typeof action;
  return { action: action[service] ?? `${service}:*`, resource: arn };
}

function isEnabled({ properties }: Resource): boolean {
  return properties['State'] !== 'DISABLED';
}

function ofScheduler({ name, arn, properties, metadata }: Resource): Schedule {
  const agenda = objectAt(metadata, 'agenda');
  return {
    name,
    arn,
    expression: textAt(properties, 'ScheduleExpression'),
    zone: maybeTextAt(properties, 'ScheduleExpressionTimezone') ?? 'UTC',
    targets: [objectAt(properties, 'Target')],
    agenda:
      metadata['agenda'] === undefined
        ? undefined
        : { index: textAt(agenda, 'index'), prefix: textAt(agenda, 'prefix'), shards: numberAt(agenda, 'shards', 1) },
    input: (target, instant) => schedulerInput(target, instant, arn),
  };
}

function schedulerInput(target: JsonObject, instant: number, arn: string): unknown {
  const time = toSecond(instant);
  const given = maybeTextAt(target, 'Input');
  if (given === undefined) return scheduledEvent('aws.scheduler', arn, time, '{}');
  const filled = given
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', time)
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(filled);
}

function ofRule({ name, arn, properties }: Resource): readonly Schedule[] {
  const expression = maybeTextAt(properties, 'ScheduleExpression');
  if (expression === undefined) return [];
  const input = (target: JsonObject, instant: number): unknown => {
    const given = maybeTextAt(target, 'Input');
    return given === undefined ? scheduledEvent('aws.events', arn, toSecond(instant), {}) : JSON.parse(given);
  };
  return [{ name, arn, expression, zone: 'UTC', targets: objectsAt(properties, 'Targets'), agenda: undefined, input }];
}

function scheduledEvent(source: string, arn: string, time: string, detail: unknown) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account,
    time,
    region,
    resources: [arn],
    detail,
  };
}

function toSecond(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}
