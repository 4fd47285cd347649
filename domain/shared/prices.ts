/**
 * List prices in US dollars, us-east-1, arm64. One versioned file, so that a cost can be recomputed later.
 * Sources, read 2026-11-22: aws.amazon.com/{api-gateway,lambda,dynamodb/pricing/on-demand,eventbridge,step-functions,ses,cloudwatch,kms,s3}/pricing.
 * SES is the à la carte price, which a new account must choose (PutAccountPricingAttributes Plan=NONE); Essentials is 0.00016.
 */
export const prices = {
  version: '2026-11-22',
  region: 'us-east-1',
  apiRequest: 1.0e-6,
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 0.0000133334,
  readUnit: 0.125e-6,
  writeUnit: 0.625e-6,
  event: 1.0e-6,
  queueRequest: 0.4e-6,
  stateTransition: 25e-6,
  mail: 100e-6,
  keyRequest: 3e-6,
  objectRead: 0.4e-6,
  objectWrite: 5e-6,
  logByte: 0.5e-9,
} as const;

/** What one invocation used. Reads and writes in DynamoDB units as the service reported them. */
export interface Usage {
  readonly apiRequests: number;
  readonly lambdaRequests: number;
  readonly gbSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly events: number;
  readonly queueRequests: number;
  readonly stateTransitions: number;
  readonly mails: number;
  /** Of KMS, for values of persons. */
  readonly keyRequests: number;
  /** Of S3: GET and HEAD, and PUT and LIST. Deleting is free. */
  readonly objectReads: number;
  readonly objectWrites: number;
  readonly logBytes: number;
}

const priceOf = {
  apiRequests: prices.apiRequest,
  lambdaRequests: prices.lambdaRequest,
  gbSeconds: prices.lambdaGbSecond,
  readUnits: prices.readUnit,
  writeUnits: prices.writeUnit,
  events: prices.event,
  queueRequests: prices.queueRequest,
  stateTransitions: prices.stateTransition,
  mails: prices.mail,
  keyRequests: prices.keyRequest,
  objectReads: prices.objectRead,
  objectWrites: prices.objectWrite,
  logBytes: prices.logByte,
} as const satisfies Record<keyof Usage, number>;

/** Dollars for a usage; parts that were not used are left out. */
export function priceOfUsage(usage: Partial<Usage>): {
  readonly usd: number;
  readonly parts: Readonly<Record<string, number>>;
} {
  const parts: Record<string, number> = {};
  let usd = 0;
  for (const name of Object.keys(priceOf) as (keyof Usage)[]) {
    const used = usage[name] ?? 0;
    if (used === 0) continue;
    const cost = used * priceOf[name];
    parts[name] = cost;
    usd += cost;
  }
  return { usd, parts };
}

/** Dollars as the API shows them: nine decimals, so that a single read unit is still visible. */
export function formatUsd(usd: number): string {
  return usd.toFixed(9);
}
