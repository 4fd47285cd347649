import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IWidget, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarm } from '../alarms.ts';
import type { ContextStack } from './context.ts';

export interface WatchProps {
  readonly api: HttpApi;
  readonly alarms: ITopic;
  readonly contexts: ReadonlyMap<string, ContextStack>;
}

const period = Duration.minutes(5);

/** One dashboard with a section per context, from metrics that cost nothing or are emitted anyway. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, { api, alarms, contexts }: WatchProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'dashboard', { defaultInterval: Duration.days(1) });
    dashboard.addWidgets(...apiSection(api));
    for (const [context, stack] of contexts) dashboard.addWidgets(...contextSection(context, stack));
    alarm(this, 'api-alarm', {
      topic: alarms,
      text: 'The API answered 5xx five times in five minutes, or the functions behind it could not be reached.',
      metric: api.metricServerError({ statistic: 'sum', period }),
      threshold: 5,
    });
  }
}

function apiSection(api: HttpApi): IWidget[] {
  return [
    new TextWidget({ markdown: '## API', width: 24, height: 1 }),
    new GraphWidget({
      title: 'Requests and refusals',
      width: 12,
      left: [
        api.metricCount({ period, statistic: 'sum' }),
        api.metricClientError({ period, statistic: 'sum' }),
        api.metricServerError({ period, statistic: 'sum' }),
      ],
    }),
    new GraphWidget({
      title: 'Latency',
      width: 12,
      left: [api.metricLatency({ period, statistic: 'p50' }), api.metricLatency({ period, statistic: 'p99' })],
    }),
  ];
}

function contextSection(context: string, { http, deadLetters }: ContextStack): IWidget[] {
  const dimensionsMap = { context };
  const own = (metricName: string) =>
    new Metric({ namespace: 'guanxi', metricName, dimensionsMap, statistic: 'sum', period });
  return [
    new TextWidget({ markdown: `## ${context}`, width: 24, height: 1 }),
    new GraphWidget({ title: 'Work done and bugs', width: 8, left: [own('invocations'), own('bugs')] }),
    new GraphWidget({
      title: 'HTTP function',
      width: 8,
      left: [
        http.fn.metricDuration({ period, statistic: 'p50' }),
        http.fn.metricDuration({ period, statistic: 'p99' }),
      ],
    }),
    new GraphWidget({
      title: 'Dead letters',
      width: 8,
      left: deadLetters === undefined ? [] : [deadLetters.metricApproximateNumberOfMessagesVisible({ period })],
    }),
  ];
}
