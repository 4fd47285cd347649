import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Attachments } from '../attachments.ts';
import { Items } from '../items.ts';
import type { Setting } from '../platform.ts';

/** What must never be lost: the items, their key, what is attached, and the secret that signs links. */
export class DataStack extends Stack {
  readonly items: Items;
  readonly attachments: Attachments;
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { stage }: Setting) {
    super(scope, id, { terminationProtection: stage.keepsData });
    this.items = new Items(this, 'items', { stage });
    this.attachments = new Attachments(this, 'attachments', this.items.key);
    this.secret = new Secret(this, 'secret', {
      description: 'Signs links and hashes match keys; functions/http/secrets.ts reads it and says how it is rotated',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1', matching: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // tools/first-admin.ts finds the table by it.
    new CfnOutput(this, 'TableName', { value: this.items.table.tableName });
  }
}
