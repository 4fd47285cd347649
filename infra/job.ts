import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Context } from '#domain/contexts.ts';
import type { Job as Declared } from './declaration.ts';
import type { BundledFunction } from './function.ts';
import { agendaIndex, agendaShards } from './items.ts';

export interface JobProps {
  readonly context: Context;
  readonly declared: Declared;
  readonly handler: BundledFunction;
  readonly deadLetters: Queue;
}

/** UTC, and away from the full hour, when everybody's jobs start. */
const expressions = {
  minute: 'rate(1 minute)',
  hour: 'cron(10 * * * ? *)',
  day: 'cron(20 1 * * ? *)',
} as const satisfies Record<Declared['every'], string>;

/** A schedule and its right to start the function. A run that could not even be started is a dead letter. */
export class Job extends Construct {
  constructor(scope: Construct, id: string, { context, declared, handler, deadLetters }: JobProps) {
    super(scope, id);
    const role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.fn.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const schedule = new CfnSchedule(this, 'schedule', {
      description: `${context}: ${declared.name}`,
      scheduleExpression: expressions[declared.every],
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: handler.fn.functionArn,
        roleArn: role.roleArn,
        // The next minute is the retry of a sweep; a daily run is worth another attempt within the hour.
        retryPolicy: declared.agenda
          ? { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 }
          : { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role);
    if (declared.agenda) serveAgenda(schedule, context, handler);
  }
}

/** Says in the template which index tells when there is work, so that a runner with a clock of its own can skip idle runs. */
function serveAgenda(schedule: CfnSchedule, context: Context, handler: BundledFunction): void {
  schedule.addMetadata('agenda', { index: agendaIndex, prefix: `${context}#due`, shards: agendaShards });
  // Lambda itself would repeat a failed or throttled run twice and for six hours.
  handler.fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
}
