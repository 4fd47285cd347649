import { type Check, type Placed, resourcesOf, type Templates } from './template.ts';

/** Whatever is done without a caller who waits for it has a place for what could not be done. */
export const deadLetters: Check = (templates) => [
  ...mappings(templates),
  ...resourcesOf(templates, 'AWS::Events::Rule').flatMap((rule) =>
    ((rule.properties['Targets'] ?? []) as readonly Target[])
      .filter(({ DeadLetterConfig }) => DeadLetterConfig === undefined)
      .map(() => `${rule.place} loses what its target refuses.`),
  ),
  ...resourcesOf(templates, 'AWS::Scheduler::Schedule')
    .filter(({ properties }) => (properties['Target'] as Target).DeadLetterConfig === undefined)
    .map(({ place }) => `${place} loses the runs that could not be started.`),
];

/** And somebody is told: a queue that receives dead letters has an alarm. */
export const deadLetterAlarms: Check = (templates) => {
  const watched = new Set(
    resourcesOf(templates, 'AWS::CloudWatch::Alarm').map(({ stack, properties }) => {
      const dimensions = (properties['Dimensions'] ?? []) as readonly {
        readonly Name: string;
        readonly Value: unknown;
      }[];
      return `${stack}/${referred(dimensions.find(({ Name }) => Name === 'QueueName')?.Value)}`;
    }),
  );
  return resourcesOf(templates, 'AWS::SQS::Queue')
    .filter(({ properties }) => properties['RedrivePolicy'] === undefined)
    .filter(({ stack, id }) => !watched.has(`${stack}/${id}`))
    .map(({ place }) => `${place} receives dead letters and nobody is told.`);
};

interface Target {
  readonly DeadLetterConfig?: unknown;
}

/** A queue sets its failed messages aside by itself; a stream's mapping must say where to. */
function mappings(templates: Templates): readonly string[] {
  const queues = new Map(
    resourcesOf(templates, 'AWS::SQS::Queue').map((queue) => [`${queue.stack}/${queue.id}`, queue]),
  );
  return resourcesOf(templates, 'AWS::Lambda::EventSourceMapping')
    .filter((mapping) => {
      const queue = queues.get(`${mapping.stack}/${referred(mapping.properties['EventSourceArn'])}`);
      return queue === undefined ? !hasFailureDestination(mapping) : queue.properties['RedrivePolicy'] === undefined;
    })
    .map(({ place }) => `${place} loses or repeats for ever what its function cannot handle.`);
}

function hasFailureDestination({ properties }: Placed): boolean {
  const destination = properties['DestinationConfig'] as { readonly OnFailure?: unknown } | undefined;
  return destination?.OnFailure !== undefined;
}

/** The logical id that an expression refers to in its own stack. */
function referred(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0];
}
