import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface EscalationProps {
  /**
   * Takes the next step of one broken promise and answers `{ done: true }`, or `{ waitUntil, state }`: it is called
   * again with `state` at that instant. Whoever starts an execution may have asked for the first answer himself and give it
   * as input.
   */
  readonly stepFunction: IFunction;
}

/**
 * Climbs the ladder of one broken promise: three transitions a rung (Until next, Step, Over?), and none at all for a
 * ticket that is answered in time, because only a breach starts it.
 */
export class Escalation extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { stepFunction }: EscalationProps) {
    super(scope, id);
    const role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [stepFunction.functionArn] }),
    );
    this.stateMachine = new StateMachine(this, 'machine', {
      role,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition(stepFunction.functionArn))),
    });
  }
}

function definition(functionArn: string) {
  return {
    Comment: 'One broken promise of one ticket, climbed rung by rung',
    QueryLanguage: 'JSONata',
    StartAt: 'Over?',
    States: {
      Step: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: functionArn, Payload: '{% $states.input %}' },
        Output: '{% $states.result.Payload %}',
        // Twelve attempts over many hours: an outage delays a rung and does not end the climb.
        Retry: [
          {
            ErrorEquals: ['States.ALL'],
            IntervalSeconds: 5,
            BackoffRate: 3,
            MaxAttempts: 12,
            MaxDelaySeconds: 10_800,
            JitterStrategy: 'FULL',
          },
        ],
        Next: 'Over?',
      },
      'Over?': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $exists($states.input.waitUntil) %}', Next: 'Until next' },
          { Condition: '{% $exists($states.input.done) %}', Next: 'Over' },
        ],
        Default: 'Step',
      },
      'Until next': {
        Type: 'Wait',
        Timestamp: '{% $states.input.waitUntil %}',
        Output: '{% $states.input.state %}',
        Next: 'Step',
      },
      Over: { Type: 'Succeed' },
    },
  };
}
