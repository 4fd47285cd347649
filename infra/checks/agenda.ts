import { type Check, resourcesOf } from './template.ts';

/** A sweep's next minute is its retry: repeated runs would only pile up after an outage. */
export const sweepsAreNotRetried: Check = (templates) =>
  resourcesOf(templates, 'AWS::Scheduler::Schedule')
    .filter(({ Metadata }) => Metadata?.['agenda'] !== undefined)
    .filter(({ properties }) => {
      const target = properties['Target'] as { readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number } };
      return target.RetryPolicy?.MaximumRetryAttempts !== 0;
    })
    .map(({ place }) => `${place} serves an agenda and retries.`);
