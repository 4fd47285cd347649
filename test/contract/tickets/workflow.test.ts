import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { afterEach, expect, test } from 'vitest';
import { within } from '#functions/tickets/escalation-step.ts';
import { nameOf } from '#functions/tickets/start-climb.ts';
import { Escalation } from '#infra/escalation.ts';
import { Clock } from '#local/clock.ts';
import { createStates } from '#local/states/service.ts';
import { idOf, testObserver } from '#test/world.ts';
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

/** A ticket whose solution is overdue, and the real machine calling the real step on one clock. */
async function overdue(act: (api: Awaited<ReturnType<typeof ticketsApi>>, id: string) => Promise<unknown>) {
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
  const climb = { ticketId: id, cycle: 1, target: 'resolution' } as const;
  const arn = assembly.ofType('AWS::StepFunctions::StateMachine')[0]?.arn ?? '';
  const execution = states.start(arn, climb, nameOf(climb));
  await clock.advanceTo(clock.now() + hourMs);
  api.clock.now = new Date(clock.now());
  await act(api, id);
  await clock.advanceTo(clock.now() + 48 * hourMs);
  const transitions = execution.history.filter(({ type }) => type.endsWith('StateEntered')).length;
  return { execution, transitions, told: mailsIn(api.table.news, 'ticket.escalated').length };
}

test('three rungs cost at most six transitions each', async () => {
  const { execution, transitions, told } = await overdue(async () => undefined);
  expect(execution.status).toBe('SUCCEEDED');
  expect(told).toBe(2);
  expect(transitions).toBeLessThanOrEqual(3 * 6);
  expect(transitions).toBe(9);
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
  expect(transitions).toBe(12);
});

test('a ticket that is solved ends the climb at its next look', async () => {
  const { execution, transitions, told } = await overdue((api, id) =>
    api.act(id, 'resolve', { solution: 'New fuse.' }),
  );
  expect(execution.status).toBe('SUCCEEDED');
  expect(told).toBe(1);
  expect(transitions).toBe(6);
});

test('an execution’s name is short enough for Step Functions and says what it is about', () => {
  const name = nameOf({ ticketId: idOf('tkt', 1), cycle: 12, target: 'firstResponse' });
  expect(name).toBe(`${idOf('tkt', 1)}-12-firstResponse`);
  expect(name.length).toBeLessThanOrEqual(80);
});
