import { parseArgs } from 'node:util';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { redrive } from './redrive/redrive.ts';

const usage = `npm run redrive -- --queue <url of a dead-letter queue> [--max <n>] [--bus <name>] [--endpoint <url>]

  --queue     as AWS names it; on a laptop the control port's GET /queues lists them
  --max       resends so many at most
  --bus       for letters of the relay that do not name their bus
  --endpoint  of a system on a laptop: the control port's GET /queues says it`;

/** `npm run redrive`: 0 when every letter went out, 1 when some are left, 2 when it was not understood. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      queue: { type: 'string' },
      max: { type: 'string' },
      bus: { type: 'string' },
      endpoint: { type: 'string' },
    },
  });
  const { queue, bus, endpoint } = values;
  const max = values.max === undefined ? undefined : Number(values.max);
  if (queue === undefined || !URL.canParse(queue) || (max !== undefined && !(Number.isInteger(max) && max > 0))) {
    console.error(usage);
    return 2;
  }
  const config = configOf(queue, endpoint);
  const { resent, left } = await redrive({
    sqs: new SQSClient(config),
    events: new EventBridgeClient(config),
    queueUrl: queue,
    ...(bus === undefined ? {} : { bus }),
    ...(max === undefined ? {} : { max }),
    say: (line) => console.log(line),
  });
  console.log(`${resent} resent, ${left} left`);
  return left === 0 ? 0 : 1;
}

/** The queue's region, and the laptop's own credentials where an endpoint is given; else AWS's usual chain finds them. */
function configOf(queue: string, endpoint: string | undefined) {
  const [, region] = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(queue).hostname) ?? [];
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined
      ? {}
      : { endpoint, useQueueUrlAsEndpoint: false, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
});
