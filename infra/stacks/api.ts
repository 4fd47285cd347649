import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmOnErrors } from '../alarms.ts';
import type { CostRecords } from '../cost-records.ts';
import { docs } from '../entries.ts';
import { BundledFunction } from '../function.ts';
import { logGroupOf } from '../logs.ts';
import type { Setting } from '../platform.ts';

export interface ApiProps extends Setting {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly costs: CostRecords;
  readonly alarms: ITopic;
}

/** The door: one HTTP API, its stage and authorizer, and what is said of routes that do not exist. */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly authorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'http', { createDefaultStage: false });
    this.addStage(props);
    this.authorizer = this.jwtAuthorizer(props);
    this.addDocs(props);
    new CfnOutput(this, 'Url', { value: this.api.apiEndpoint });
  }

  /** `$default`, because any other stage's name would stand in each path (middy#873). */
  private addStage({ stage }: ApiProps): void {
    new HttpStage(this, 'stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.requestsPerSecond, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroupOf(this, stage, 'access-logs')),
        format: AccessLogFormat.custom(JSON.stringify(accessRecord)),
      },
    });
  }

  /** Made once here and known to the contexts by its id: bound in their stacks it would be made in the first of them. */
  private jwtAuthorizer({ stage, pool, client }: ApiProps): IHttpRouteAuthorizer {
    const { url, audience } = stage.issuer ?? { url: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
    const authorizer = new HttpAuthorizer(this, 'jwt', {
      httpApi: this.api,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: url,
      jwtAudience: [...audience],
    });
    return HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'jwt-reference', {
      authorizerId: authorizer.authorizerId,
      authorizerType: HttpAuthorizerType.JWT,
    });
  }

  private addDocs({ stage, codeOf, costs, alarms }: ApiProps): void {
    const logGroup = logGroupOf(this, stage);
    costs.collect(logGroup);
    alarmOnErrors(this, logGroup, { topic: alarms, about: 'docs' });
    const handler = new BundledFunction(this, 'docs', {
      entry: docs,
      codeOf,
      stage: stage.name,
      service: 'docs',
      logGroup,
      timeoutSeconds: 10,
    });
    const integration = new HttpLambdaIntegration('integration', handler.fn, { scopePermissionToRoute: false });
    const keys = [
      HttpRouteKey.DEFAULT,
      HttpRouteKey.with('/v1/openapi.json', HttpMethod.GET),
      HttpRouteKey.with('/docs', HttpMethod.GET),
    ];
    for (const routeKey of keys) new HttpRoute(this, routeKey.key, { httpApi: this.api, routeKey, integration });
  }
}

/** Who asked is in the function's own record; the caller's address is personal data and stands nowhere. */
const accessRecord = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
};
