import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { CostRecords } from '../cost-records.ts';
import { claims } from '../entries.ts';
import { BundledFunction } from '../function.ts';
import type { Items } from '../items.ts';
import { logGroupOf } from '../logs.ts';
import type { Setting } from '../platform.ts';

export interface IdentityProps extends Setting {
  readonly items: Items;
  readonly costs: CostRecords;
}

/** Nothing revokes a JWT: a change of role takes effect within the life of a token (rules.md 1). */
const tokenLife = Duration.minutes(15);

/** Who signs in, and what their tokens say of them. */
export class IdentityStack extends Stack {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id, { terminationProtection: props.stage.keepsData });
    this.pool = this.userPool(props);
    this.client = this.pool.addClient('client', {
      authFlows: { userSrp: true, userPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: tokenLife,
      idTokenValidity: tokenLife,
      refreshTokenValidity: Duration.days(30),
    });
    this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, this.claims(props).fn, LambdaVersion.V3_0);
    new CfnOutput(this, 'UserPoolId', { value: this.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.client.userPoolClientId });
  }

  private userPool({ stage }: IdentityProps): UserPool {
    return new UserPool(this, 'users', {
      // Essentials is the least plan whose trigger may write into access tokens.
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      customAttributes: { memberId: new StringAttribute({ mutable: true, maxLen: 40 }) },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      deletionProtection: stage.keepsData,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Puts member, role, department, locale and zone into access tokens, so that a request pays no read for them. */
  private claims({ stage, codeOf, items, costs }: IdentityProps): BundledFunction {
    const logGroup = logGroupOf(this, stage);
    costs.collect(logGroup);
    const handler = new BundledFunction(this, 'claims', {
      entry: claims,
      codeOf,
      stage: stage.name,
      service: 'members',
      logGroup,
      // Cognito waits five seconds for a trigger.
      timeoutSeconds: 5,
    });
    items.grant(handler.role, { reads: ['members'] });
    handler.allow({ TABLE_NAME: items.table.tableName });
    return handler;
  }
}
