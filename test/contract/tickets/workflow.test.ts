import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { afterEach, expect, test } from 'vitest';
import { ticketTargetBreached } from '#events/tickets.ts';
import { within } from '#functions/tickets/escalation-step.ts';
import { handler as onTargetBreached } from '#functions/tickets/on-target-breached.ts';
import { inputOf, nameOf, type StartClimb } from '#functions/tickets/start-climb.ts';
import { Escalation } from '#infra/escalation.ts';
import { Clock } from '#local/clock.ts';
import type { Execution } from '#local/states/execution.ts';
import { createStates } from '#local/states/service.ts';
import type { Table } from '#store/table.ts';
import { idOf, testObserver, testWorld } from '#test/world.ts';
import { assemblyOf } from '../local-services/template.ts';
import { fault, mailsIn, people, ticketsApi } from './given.ts';

const hourMs = 3_600_000;
let stop = (): void => undefined;
afterEach(() => stop());

/** The machine's definition as infra/ writes it into the template. */
function definition(): string {
  const stack = new Stack(new App(), 'tickets');
  const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:step';
  new Escalation(stack, 'escalation', { stepFunction: Lambda.fromFunctionArn(stack, 'step', arn) });
  const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
  return machine?.['Properties'].DefinitionString;
}

/** A ticket whose solution is overdue: the real sweep, subscription and machine with the real step, on one clock. */
async function overdue(
  act: (api: Awaited<ReturnType<typeof ticketsApi>>, id: string) => Promise<unknown>,
  tableOfFirstLook = (table: Table) => table,
) {
  const api = await ticketsApi();
  const { id } = await api.open(fault);
  await api.act(id, 'assign', { assigneeId: people.agent });
  await api.act(id, 'respond', { message: 'We are on it.', via: 'phone' });
  const clock = new Clock({ start: api.clock.now.getTime() + 48 * hourMs });
  stop = () => void clock.stop();
  const parts = { ...api.parts, clock: () => new Date(clock.now()) };
  const step = within({ parts, observer: testObserver() });
  const assembly = assemblyOf({
    role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'machine' } },
    machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'ticket-escalation',
        RoleArn: { 'Fn::GetAtt': ['role', 'Arn'] },
        DefinitionString: definition(),
      },
    },
  });
  const task = async (_role: string, _resource: string, input: unknown) => ({
    Payload: await step((input as { readonly Payload: unknown }).Payload, { awsRequestId: 'step' }),
  });
  const states = createStates({ assembly, clock, task });
  clock.register(states);
  const arn = assembly.ofType('AWS::StepFunctions::StateMachine')[0]?.arn ?? '';
  const started: Execution[] = [];
  const startClimb: StartClimb = async (climb, answer) => {
    started.push(states.start(arn, inputOf(climb, answer), nameOf(climb)));
  };
  api.clock.now = new Date(clock.now());
  await api.sweep();
  const toldAtBreach = mailsIn(api.table.news, 'ticket.escalated').length;
  const { consumer } = onTargetBreached;
  for (const event of api.news('ticket.target-breached')) {
    const world = testWorld({ ...parts, table: tableOfFirstLook(parts.table) });
    const detail = ticketTargetBreached.detail.parse(event.detail);
    await consumer.consume({ ...event, detail }, { ...world, startClimb });
  }
  const [execution] = started;
  if (execution === undefined) throw new Error('no execution was started');
  await clock.advanceTo(clock.now() + hourMs);
  api.clock.now = new Date(clock.now());
  await act(api, id);
  await clock.advanceTo(clock.now() + 48 * hourMs);
  const transitions = execution.history.filter(({ type }) => type.endsWith('StateEntered')).length;
  return { execution, transitions, toldAtBreach, told: mailsIn(api.table.news, 'ticket.escalated').length };
}

test('three rungs cost at most six transitions each', async () => {
  const { execution, transitions, told } = await overdue(async () => undefined);
  expect(execution.status).toBe('SUCCEEDED');
  expect(told).toBe(2);
  expect(transitions).toBeLessThanOrEqual(3 * 6);
  expect(transitions).toBe(8);
});

test('the rung of the breach is told in the write that notes the breach', async () => {
  const { toldAtBreach } = await overdue(async () => undefined);
  expect(toldAtBreach).toBe(1);
});

test('where the table refuses the first look, the machine takes it, and nobody is told twice', async () => {
  const broken = (table: Table): Table => ({ ...table, get: () => Promise.reject(new Error('down')) });
  const { execution, transitions, told } = await overdue(async () => undefined, broken);
  expect(execution.status).toBe('SUCCEEDED');
  expect(told).toBe(2);
  expect(transitions).toBe(10);
});

test('the longest ladder, acknowledged at each rung, is far from the 25,000 entries that an execution may have', async () => {
  const { execution } = await overdue(async () => undefined);
  const perLook = execution.history.length / 3;
  const rungsMax = 10;
  expect(perLook).toBeGreaterThan(3);
  expect(perLook * 2 * rungsMax).toBeLessThan(25_000 / 10);
});

test('an acknowledgement costs one more look', async () => {
  const { transitions, told } = await overdue((api, id) => api.act(id, 'acknowledge-escalation'));
  expect(told).toBe(2);
  expect(transitions).toBe(11);
});

test('a ticket that is solved ends the climb at its next look', async () => {
  const { execution, transitions, told } = await overdue((api, id) =>
    api.act(id, 'resolve', { solution: 'New fuse.' }),
  );
  expect(execution.status).toBe('SUCCEEDED');
  expect(told).toBe(1);
  expect(transitions).toBe(5);
});

test('an execution’s name is short enough for Step Functions and says what it is about', () => {
  const name = nameOf({ ticketId: idOf('tkt', 1), cycle: 12, target: 'firstResponse' });
  expect(name).toBe(`${idOf('tkt', 1)}-12-firstResponse`);
  expect(name.length).toBeLessThanOrEqual(80);
  const asked = { ticketId: idOf('tkt', 1), cycle: 1, target: 'nextResponse' } as const;
  const names = [asked, { ...asked, round: 2 }, { ...asked, run: 2 }, { ...asked, round: 2, run: 2 }].map(nameOf);
  expect(names.map((each) => each.slice(each.indexOf('-') + 1))).toEqual([
    '1-nextResponse',
    '1-nextResponse-2',
    '1-nextResponse-1-2',
    '1-nextResponse-2-2',
  ]);
});
