import { AwsError } from './service.ts';

/** A failure that a test or a demonstration asks for: the next `times` calls of the operation are refused with it. */
export interface Fault {
  readonly service: string;
  readonly operation: string;
  /** The code as AWS names it, for example `Throttling`. */
  readonly error: string;
  readonly times: number;
  readonly status?: number;
  readonly message?: string;
}

export interface Faults {
  readonly add: (fault: Fault) => void;
  /** Asked by the endpoint before each call: the error to answer with, or undefined. Uses up one of the fault's times. */
  readonly take: (service: string, operation: string) => AwsError | undefined;
  readonly list: () => readonly Fault[];
  readonly clear: () => void;
}

/** Codes that AWS answers with another status than 400. */
const statusOf: Readonly<Record<string, number>> = {
  InternalFailure: 500,
  InternalServerError: 500,
  ServiceUnavailable: 503,
  SlowDown: 503,
  AccessDenied: 403,
};

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push(fault),
    take: (service, operation) => {
      const hit = faults.find(
        (each) => signingName(each.service) === signingName(service) && each.operation === operation,
      );
      if (!hit) return undefined;
      faults = faults.flatMap((each) => (each === hit ? fewer(each) : [each]));
      const status = hit.status ?? statusOf[hit.error] ?? 400;
      return new AwsError(hit.error, hit.message ?? `${hit.error}: asked for through the control port.`, status);
    },
    list: () => faults,
    clear: () => {
      faults = [];
    },
  };
}

function fewer(fault: Fault): Fault[] {
  return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
}

/** SES signs as `email` or `ses`. */
function signingName(service: string): string {
  return service === 'email' ? 'ses' : service;
}
