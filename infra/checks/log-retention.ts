import { type Check, resourcesOf } from './template.ts';

/** A log without an end is paid for ever, and a function without a log group of ours gets such a one from Lambda. */
export const logRetention: Check = (templates) => [
  ...resourcesOf(templates, 'AWS::Logs::LogGroup')
    .filter(({ properties }) => properties['RetentionInDays'] === undefined)
    .map(({ place }) => `${place} is kept for ever.`),
  ...resourcesOf(templates, 'AWS::Lambda::Function')
    .filter(({ properties }) => {
      const logging = properties['LoggingConfig'] as { readonly LogGroup?: unknown } | undefined;
      return logging?.LogGroup === undefined;
    })
    .map(({ place }) => `${place} logs to a group without retention.`),
];
