import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarm, alarmOnDeadLetters, alarmOnErrors } from '../alarms.ts';
import { derivedBucket } from '../bucket.ts';
import { deadLetterQueue } from '../dead-letters.ts';
import type { Declaration, Needs } from '../declaration.ts';
import { type Entry, httpEntry, namedEntry, subscriptionEntry } from '../entries.ts';
import { Escalation } from '../escalation.ts';
import { BundledFunction } from '../function.ts';
import { Job } from '../job.ts';
import { logGroupOf } from '../logs.ts';
import { fulfil } from '../needs.ts';
import type { Platform } from '../platform.ts';
import { Service } from '../service.ts';
import { Subscription } from '../subscription.ts';
import { delayOf, followTable } from '../table-stream.ts';

export interface ContextProps {
  readonly declaration: Declaration;
  readonly platform: Platform;
}

/** The step that the workflow of the tickets calls. */
const escalationStep = 'escalation-step';

/** Seconds. A request is waited for; a sweep stops 30 s before its end and goes on in the next minute. */
const timeouts = { http: 10, subscription: 30, job: 120, step: 30 } as const;

/** One bounded context in the cloud: all its functions, and everything that starts them. */
export class ContextStack extends Stack {
  readonly http: BundledFunction;
  /** Where the context listens or sweeps: what it could not handle. */
  readonly deadLetters: Queue | undefined;
  private readonly props: ContextProps;
  private readonly logGroup: ILogGroup;
  private searchBucket: Bucket | undefined;

  constructor(scope: Construct, id: string, props: ContextProps) {
    super(scope, id);
    this.props = props;
    const { declaration, platform } = props;
    const { context, contracts, http = {}, beside = [] } = declaration;
    Tags.of(this).add('context', context);
    this.logGroup = logGroupOf(this, platform.stage);
    platform.costs.collect(this.logGroup, context === 'costs' ? 'requests' : 'everything');
    alarmOnErrors(this, this.logGroup, { topic: platform.alarms, about: context });

    const escalationArn = this.addSteps();
    this.http = this.function('http', httpEntry(context), http, timeouts.http, escalationArn);
    const { api, authorizer } = platform;
    const elsewhere = new Set(beside.flatMap((each) => each.contracts));
    const own = contracts.filter((contract) => !elsewhere.has(contract));
    new Service(this, 'routes', { contracts: own, handler: this.http, api, authorizer });
    for (const declared of beside) {
      const handler = this.named(declared.name, declared, timeouts.http, escalationArn);
      new Service(this, `${declared.name}-routes`, { contracts: declared.contracts, handler, api, authorizer });
    }
    this.deadLetters = this.addConsumers(escalationArn);
    this.addFollower();
  }

  /** The workflow's steps first: what starts the workflow needs its name. */
  private addSteps(): string | undefined {
    let escalationArn: string | undefined;
    for (const step of this.props.declaration.steps ?? []) {
      const handler = this.named(step.name, step, timeouts.step, undefined);
      if (step.name !== escalationStep) throw new Error(`No workflow calls the step ${step.name}.`);
      escalationArn = new Escalation(this, 'ticket-escalation', { stepFunction: handler.fn }).stateMachine
        .stateMachineArn;
    }
    return escalationArn;
  }

  private addConsumers(escalationArn: string | undefined): Queue | undefined {
    const { declaration, platform } = this.props;
    const { context, subscriptions = [], jobs = [] } = declaration;
    if (subscriptions.length + jobs.length === 0) return undefined;
    const deadLetters = deadLetterQueue(this, 'dead-letters');
    alarmOnDeadLetters(this, deadLetters, { topic: platform.alarms, about: context });
    for (const declared of subscriptions) {
      const entry = subscriptionEntry(context, declared);
      const handler = this.function(declared.name, entry, declared, timeouts.subscription, escalationArn);
      new Subscription(this, `${declared.name}-subscription`, {
        declared,
        bus: platform.bus,
        costBucket: platform.costs.bucket,
        attachmentsBucket: platform.attachments.bucket,
        handler,
        deadLetters,
      });
    }
    for (const declared of jobs) {
      const handler = this.named(declared.name, declared, timeouts.job, escalationArn);
      new Job(this, `${declared.name}-job`, { context, declared, handler, deadLetters });
    }
    return deadLetters;
  }

  private addFollower(): void {
    const { declaration, platform } = this.props;
    const { context, follower } = declaration;
    if (follower === undefined) return;
    const handler = this.named(follower.name, follower, timeouts.subscription, undefined);
    const isThere = { [follower.attribute]: { S: FilterRule.exists() } };
    // A deletion has no image of what there is.
    const filters = [{ NewImage: isThere }, { NewImage: { pk: { S: FilterRule.notExists() } }, OldImage: isThere }];
    followTable(handler, handler, { items: platform.items, filters, windowSeconds: 1 });
    alarm(this, 'delay-alarm', {
      topic: platform.alarms,
      text: `${context}/${follower.name} is more than five minutes behind the table. After a day it loses what it has not read.`,
      metric: delayOf(handler),
      threshold: Duration.minutes(5).toMilliseconds(),
    });
  }

  private named(
    name: string,
    needs: Needs,
    timeoutSeconds: number,
    escalationArn: string | undefined,
  ): BundledFunction {
    return this.function(name, namedEntry(this.props.declaration.context, name), needs, timeoutSeconds, escalationArn);
  }

  private function(
    id: string,
    entry: Entry,
    needs: Needs,
    timeoutSeconds: number,
    escalationArn: string | undefined,
  ): BundledFunction {
    const { platform, declaration } = this.props;
    const { context } = declaration;
    const made = new BundledFunction(this, id, {
      entry,
      codeOf: platform.codeOf,
      stage: platform.stage.name,
      service: context,
      logGroup: this.logGroup,
      memoryMb: needs.memoryMb,
      timeoutSeconds: needs.timeoutSeconds ?? timeoutSeconds,
    });
    fulfil(made, needs, { platform, context, escalationArn, searchBucket: () => this.searchBucketOf(platform) });
    return made;
  }

  private searchBucketOf({ items }: Platform): Bucket {
    this.searchBucket ??= derivedBucket(this, 'search-snapshot', items.key);
    return this.searchBucket;
  }
}
