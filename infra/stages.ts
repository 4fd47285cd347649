import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Everything in which one deployment differs from another. The code and the checks are the same for all. */
export interface Stage {
  readonly name: 'dev' | 'prod';
  /** Table, user pool and key refuse to be deleted and outlive their stacks. */
  readonly keepsData: boolean;
  readonly logRetention: RetentionDays;
  /** Of the whole API; limits per caller are in the function. */
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
  /** Another OpenID provider than the stack's own user pool: its tokens must carry the same claims. */
  readonly issuer?: { readonly url: string; readonly audience: readonly string[] };
  readonly mail: {
    /** Given to the functions as MAIL_TRANSPORT; `ses` is the one that is built. */
    readonly transport: 'ses';
    /** Verified as an SES identity; mail is signed with its DKIM keys. */
    readonly domain: string;
    readonly sender: string;
  };
}

const stages = {
  dev: {
    name: 'dev',
    keepsData: false,
    logRetention: RetentionDays.TWO_WEEKS,
    throttle: { requestsPerSecond: 100, burst: 200 },
    mail: { transport: 'ses', domain: 'example.com', sender: 'guanxi@example.com' },
  },
  prod: {
    name: 'prod',
    keepsData: true,
    logRetention: RetentionDays.THREE_MONTHS,
    throttle: { requestsPerSecond: 1000, burst: 2000 },
    mail: { transport: 'ses', domain: 'example.com', sender: 'guanxi@example.com' },
  },
} as const satisfies Record<Stage['name'], Stage>;

/** `cdk deploy -c stage=prod`; dev unless said. */
export function stageNamed(name: unknown): Stage {
  if (name === undefined) return stages.dev;
  if (name === 'dev' || name === 'prod') return stages[name];
  throw new Error(`There is no stage ${String(name)}: choose dev or prod, or add it to infra/stages.ts.`);
}
