import type { HttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Attachments } from './attachments.ts';
import type { CodeOf } from './code.ts';
import type { CostRecords } from './cost-records.ts';
import type { Files } from './files.ts';
import type { Items } from './items.ts';
import type { MailSender } from './mail-sender.ts';
import type { Stage } from './stages.ts';

/** What every stack is told: which deployment this is and where its code is. */
export interface Setting {
  readonly stage: Stage;
  readonly codeOf: CodeOf;
}

/** What the contexts share, made by the stacks before theirs. */
export interface Platform extends Setting {
  readonly items: Items;
  readonly attachments: Attachments;
  readonly secret: Secret;
  readonly bus: EventBus;
  readonly mail: MailSender;
  readonly costs: CostRecords;
  readonly files: Files;
  readonly alarms: Topic;
  readonly pool: UserPool;
  readonly api: HttpApi;
  readonly authorizer: IHttpRouteAuthorizer;
}
