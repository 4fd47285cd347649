import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarm, alarmOnDeadLetters, alarmOnErrors } from '../alarms.ts';
import { CostRecords } from '../cost-records.ts';
import { Files } from '../files.ts';
import type { Items } from '../items.ts';
import { logGroupOf } from '../logs.ts';
import { MailSender } from '../mail-sender.ts';
import type { Setting } from '../platform.ts';
import { Relay } from '../relay.ts';
import { delayOf } from '../table-stream.ts';

export interface EventsProps extends Setting {
  readonly items: Items;
}

/** What leaves the table for others: events to the bus, cost records and files to S3, mail to the world, alarms to people. */
export class EventsStack extends Stack {
  readonly bus: EventBus;
  readonly mail: MailSender;
  readonly costs: CostRecords;
  readonly files: Files;
  readonly alarms: Topic;
  readonly relay: Relay;

  constructor(scope: Construct, id: string, { stage, codeOf, items }: EventsProps) {
    super(scope, id);
    this.alarms = new Topic(this, 'alarms', { enforceSSL: true });
    this.costs = new CostRecords(this, 'costs');
    this.files = new Files(this, 'files');
    this.mail = new MailSender(this, 'mail', stage);
    const logGroup = logGroupOf(this, stage);
    this.costs.collect(logGroup);
    this.bus = new EventBus(this, 'bus');
    this.relay = new Relay(this, 'relay', { stage, codeOf, items, bus: this.bus, logGroup });
    const about = { topic: this.alarms, about: 'relay' };
    alarmOnErrors(this, logGroup, about);
    alarmOnDeadLetters(this, this.relay.deadLetters, about);
    alarm(this, 'delay-alarm', {
      topic: this.alarms,
      text: 'Events reach the bus more than five minutes late: subscriptions and reminders work on an old picture.',
      metric: delayOf(this.relay.handler),
      threshold: Duration.minutes(5).toMilliseconds(),
    });
  }
}
