import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Bugs that the code logged, and runs that ended before it could: timeouts and crashes are in Lambda's own report. */
const failures = FilterPattern.literal(
  '{ ($.level = "ERROR") || ($.record.status = "timeout") || ($.record.status = "failure") }',
);

export interface AlarmProps {
  readonly topic: ITopic;
  /** The context, or `relay` and `api`: named in the alarm's text. */
  readonly about: string;
}

/** One alarm for all functions of a log group: an alarm for each would cost more than they do. */
export function alarmOnErrors(scope: Construct, logGroup: ILogGroup, { topic, about }: AlarmProps): Alarm {
  const filter = new MetricFilter(scope, 'errors', {
    logGroup,
    filterPattern: failures,
    metricNamespace: 'guanxi',
    metricName: `errors-${about}`,
  });
  return alarm(scope, 'error-alarm', {
    topic,
    text: `A function of ${about} failed. The log group of its stack has the record, level ERROR.`,
    metric: filter.metric({ statistic: 'sum', period: Duration.minutes(5) }),
  });
}

export function alarmOnDeadLetters(scope: Construct, queue: IQueue, { topic, about }: AlarmProps): Alarm {
  return alarm(scope, 'dead-letter-alarm', {
    topic,
    text: `A message of ${about} could not be handled and waits in its dead-letter queue: mend, then npm run redrive.`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max', period: Duration.minutes(5) }),
  });
}

export interface ThresholdAlarmProps {
  readonly topic: ITopic;
  readonly text: string;
  readonly metric: IMetric;
  /** The alarm rises at this value; 1 unless stated. */
  readonly threshold?: number;
}

/** No data means that nothing happened, which is no reason to wake anybody. */
export function alarm(
  scope: Construct,
  id: string,
  { topic, text, metric, threshold = 1 }: ThresholdAlarmProps,
): Alarm {
  const raised = new Alarm(scope, id, {
    alarmDescription: text,
    metric,
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  raised.addAlarmAction(new SnsAction(topic));
  return raised;
}
