import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterQueue } from './dead-letters.ts';
import { relay } from './entries.ts';
import { BundledFunction } from './function.ts';
import type { Items } from './items.ts';
import type { Setting } from './platform.ts';
import { followTable } from './table-stream.ts';

export interface RelayProps extends Setting {
  readonly items: Items;
  readonly bus: EventBus;
  readonly logGroup: ILogGroup;
}

/** The table's stream → the bus: the only publisher. */
export class Relay extends Construct {
  readonly handler: BundledFunction;
  /** Entries that the bus refused for good, whole and with the reason. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { stage, codeOf, items, bus, logGroup }: RelayProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'dead-letters');
    this.handler = new BundledFunction(this, 'function', {
      entry: relay,
      codeOf,
      stage: stage.name,
      service: 'relay',
      logGroup,
      timeoutSeconds: 60,
    });
    this.handler.allow({ BUS_NAME: bus.eventBusName }, { actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
    this.handler.allow(
      { DEAD_LETTER_URL: this.deadLetters.queueUrl },
      { actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] },
    );
    followTable(this, this.handler, {
      items,
      retryAttempts: 10,
      filters: [{ NewImage: { news: { N: FilterRule.isEqual('1') } } }],
    });
  }
}
