import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as Lambda, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CodeOf } from './code.ts';
import type { Entry } from './entries.ts';

export interface BundledFunctionProps {
  readonly entry: Entry;
  readonly codeOf: CodeOf;
  readonly stage: string;
  /** Names the function's records and metrics: its context, or `relay` and `docs`. */
  readonly service: string;
  readonly logGroup: ILogGroup;
  /** 512 unless stated: below it the CPU share makes a cold start of the SDK slow. */
  readonly memoryMb?: number | undefined;
  readonly timeoutSeconds: number;
}

/** A function with a role of its own that may write its log and nothing else, until something is granted. */
export class BundledFunction extends Construct {
  readonly fn: Lambda;
  readonly role: Role;
  readonly timeoutSeconds: number;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.timeoutSeconds = props.timeoutSeconds;
    this.role = new Role(this, 'role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [props.logGroup.logGroupArn],
      }),
    );
    this.fn = new Lambda(this, 'fn', {
      description: `${props.service}: ${props.entry.file}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `index.${props.entry.exported}`,
      code: props.codeOf(props.entry.bundle),
      role: this.role,
      memorySize: props.memoryMb ?? 512,
      timeout: Duration.seconds(props.timeoutSeconds),
      loggingFormat: LoggingFormat.JSON,
      logGroup: props.logGroup,
      environment: {
        STAGE: props.stage,
        POWERTOOLS_SERVICE_NAME: props.service,
        POWERTOOLS_METRICS_NAMESPACE: 'guanxi',
      },
    });
  }

  /** A variable and the right that it stands for, in one call, so that neither is forgotten. */
  allow(environment: Readonly<Record<string, string>>, ...grants: readonly Grant[]): void {
    for (const [name, value] of Object.entries(environment)) this.fn.addEnvironment(name, value);
    for (const { actions, resources } of grants) {
      this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }
  }
}

export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}
