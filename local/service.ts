/** A request to an AWS service as it reached the one endpoint: caller and service come from the signature's credential scope. */
export interface AwsRequest {
  readonly service: string;
  /** The role whose credentials signed it; `local` is the runner itself and is not limited. */
  readonly role: string;
  readonly method: string;
  /** Path without the query string, decoded by the service. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One permission that a request needs; all must be allowed by the caller's policies. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  /** Condition keys, for example `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** One AWS service on the laptop. Registered under its signing name: dynamodb, events, sqs, states, email (ses), s3 … */
export interface Service {
  /** Names what the request asks for and what it needs; throws AwsError for what is not run here. */
  readonly plan: (request: AwsRequest) => {
    readonly operation: string;
    readonly needs: readonly Need[];
    run(): Promise<AwsReply>;
  };
  /** How this service writes a refusal (IAM, fault, error); AWS JSON with `x-amzn-errortype` where it is left out. */
  readonly refuse?: (error: AwsError, request: AwsRequest) => AwsReply;
}

/** An error as AWS answers it; each service renders it in its own protocol (JSON or XML). */
export class AwsError extends Error {
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.extra = extra;
  }
}

/** Invokes a function of the assembly by its ARN, as AWS would: rejects with FunctionError when the function throws, times out or dies. */
export type Invoke = (functionArn: string, payload: unknown) => Promise<unknown>;

/** What is busy keeps the clock from moving on: every part that works in the background registers itself. */
export interface Busy {
  /** True while something that was started has not ended. Waiting for an instant is not busy. */
  readonly isBusy: () => boolean;
}

/** Whether functions run: tells when the last of them has ended. */
export interface Rest {
  readonly isResting: () => boolean;
  readonly onRest: (tell: () => void) => void;
}
