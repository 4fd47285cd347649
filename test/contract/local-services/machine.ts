import { onTestFinished } from 'vitest';
import { Clock } from '#local/clock.ts';
import { createStates } from '#local/states/service.ts';
import { assemblyOf } from './template.ts';

export const invoke = 'arn:aws:states:::lambda:invoke';

type Task = (input: unknown) => Promise<unknown>;

function machine(definition: object) {
  return assemblyOf({
    role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'machine' } },
    machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'm',
        RoleArn: { 'Fn::GetAtt': ['role', 'Arn'] },
        DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
      },
    },
  });
}

/** A system that runs this machine alone, until the test ends. */
export function start(definition: object, task: Task = async () => ({})) {
  const assembly = machine(definition);
  const clock = new Clock({ start: Date.parse('2026-03-01T00:00:00Z') });
  const states = createStates({ assembly, clock, task: (_role, _resource, input) => task(input) });
  clock.register(states);
  onTestFinished(() => clock.stop());
  const arn = assembly.ofType('AWS::StepFunctions::StateMachine')[0]?.arn ?? '';
  return { assembly, clock, states, arn };
}

/** Runs a machine to its end and hands back how it ended. */
export async function ended(definition: object, input: unknown = {}, task?: Task, forMs = 0) {
  const { clock, states, arn } = start(definition, task);
  const execution = states.start(arn, input);
  await clock.advanceTo(clock.now() + forMs);
  return { ...execution, tookMs: (execution.stoppedAt ?? Number.NaN) - execution.startedAt };
}

/** A machine of one state. */
export function only(state: object) {
  return { StartAt: 'it', States: { it: { End: true, ...state } } };
}
