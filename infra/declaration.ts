import type { Context } from '#domain/contexts.ts';
import type { EventDef } from '#events/define.ts';
import type { Contract } from '#functions/http/contract.ts';

/** What more than its own items a function needs. Each grant is least: nothing is granted that is not named here. */
export interface Needs {
  /** Contexts whose items it reads (GetItem, BatchGetItem, Query) besides its own. */
  readonly reads?: readonly Context[];
  /** SECRET_ARN: link signing and match keys. */
  readonly secrets?: true;
  /**
   * PERSONS_KEY_ARN: kms:Decrypt of the wrapping keys, so that it reads values of persons and not only their masks;
   * `write` adds kms:GenerateDataKey, for who writes such values may be the first to need a wrapping key.
   */
  readonly persons?: 'read' | 'write';
  /** SES: SENDER, CONFIGURATION_SET; ses:SendRawEmail on identity and configuration set, ses:GetSendQuota. */
  readonly mail?: true;
  /** ESCALATION_ARN: states:StartExecution on the ticket-escalation machine. */
  readonly escalation?: true;
  /** COST_BUCKET: s3:GetObject, s3:ListBucket on the cost records. */
  readonly costRecords?: true;
  /** FILES_BUCKET: s3:GetObject, s3:PutObject on what is imported and exported. */
  readonly files?: true;
  /** ATTACHMENTS_BUCKET: these actions on what is attached, each with its use of the key. */
  readonly attachments?: readonly ('s3:GetObject' | 's3:PutObject' | 's3:DeleteObject')[];
  /** USER_POOL_ID: cognito-idp AdminCreateUser, AdminDisableUser, AdminEnableUser, AdminUserGlobalSignOut, AdminUpdateUserAttributes. */
  readonly users?: true;
  /** SEARCH_BUCKET: s3:GetObject on the context's snapshot for searching; `write` adds s3:PutObject. */
  readonly searchSnapshot?: 'read' | 'write';
  /** Writes many of the context's own items in one request (BatchWriteItem), without conditions. */
  readonly batchWrites?: true;
  /** Of the context's own items it may only read. */
  readonly readsOnly?: true;
  /** Built by itself: it brings a library (the phone library) that the context's others should not load. */
  readonly apart?: true;
  /** Memory in MB; 512 unless stated. */
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
}

/** `functions/<context>/<name>.ts` (name begins `on-`), on its own queue with a dead-letter queue. */
export interface Subscription extends Needs {
  readonly name: `on-${string}`;
  /** One rule on the bus for all of them. */
  readonly events: readonly EventDef[];
  /** Instead of `events`: detail types of SES events on the account's default bus. */
  readonly sesEvents?: readonly string[];
  /** Those of them that count only for mails with such a tag: what matters to nobody is not even delivered. */
  readonly sesEventsOf?: { readonly tag: string; readonly value: string; readonly types: readonly string[] };
  /** Instead of `events`: new objects in the bucket of cost records (S3 `Object Created` on the default bus). */
  readonly costObjects?: true;
  /** Instead of `events`: new objects in the bucket of attachments. */
  readonly attachmentObjects?: true;
  /** 10 unless stated. Above it a batch is gathered for a second: fewer invocations where events come in bursts. */
  readonly batchSize?: number;
  /** In a bundle of its own, where what it loads would be too much for the others of its context. */
  readonly apart?: true;
  /** Batches at a time, at least 2 (AWS), where events of one object meet on one row. */
  readonly maxConcurrency?: number;
}

/** `functions/<context>/<name>.ts` run by EventBridge Scheduler. */
export interface Job extends Needs {
  readonly name: string;
  readonly every: 'minute' | 'hour' | 'day';
  /** Serves the context's agenda: the template says so in resource metadata `agenda: { index, prefix, shards }`. */
  readonly agenda?: true;
}

/**
 * `functions/<context>/<name>.ts`, which serves some of the context's contracts from a function of its own: what they
 * need (a library, a right, memory) is then no burden on the others. Its routes stand in `<name>-routes.ts`.
 */
interface Beside extends Needs {
  readonly name: string;
  /** Some of the context's `contracts`, which name them all. */
  readonly contracts: readonly Contract[];
}

/** `functions/<context>/<name>.ts` called by the workflow. */
interface Step extends Needs {
  readonly name: string;
}

/** `functions/<context>/<name>.ts`, which reads the table's stream beside the relay. A stream has two readers at most. */
interface Follower extends Needs {
  readonly name: string;
  /** The attribute of an item that its changes are read for; a text. */
  readonly attribute: string;
}

/** One bounded context in the cloud: infra/contexts/<context>.ts exports one of these, named as the context. */
export interface Declaration {
  readonly context: Context;
  /** Served by functions/<context>/index.ts, less those that are served beside it. */
  readonly contracts: readonly Contract[];
  readonly http?: Needs;
  readonly beside?: readonly Beside[];
  readonly subscriptions?: readonly Subscription[];
  readonly jobs?: readonly Job[];
  readonly steps?: readonly Step[];
  readonly follower?: Follower;
}
