import { hourOf, totalsOf } from '#domain/costs/hour.ts';
import { DomainError } from '#domain/shared/error.ts';
import { formatUsd, priceOfUsage, prices } from '#domain/shared/prices.ts';
import { dayMs, hourMs } from '#domain/shared/time.ts';
import { route } from '#functions/http/contract.ts';
import { readSums } from '#store/costs.ts';
import { getCostsContract } from './contract.ts';

/** Ten years: as long as a token lives and far beyond any report. */
const spanDaysMax = 3660;

export const getCosts = route(getCostsContract, async ({ query }, _caller, { table, now }) => {
  const spanMs = Date.parse(query.to) - Date.parse(query.from);
  if (spanMs <= 0 || spanMs > spanDaysMax * dayMs) {
    throw new DomainError('invalid', 'costs.bad-period', { days: spanDaysMax }, [
      { pointer: '?to', code: 'costs.bad-period' },
    ]);
  }
  // `to` is exclusive: the hour that begins at it is not part of the period.
  const lastHour = hourOf(new Date(Date.parse(query.to) - 1).toISOString());
  const totals = totalsOf(await readSums(table, query.by, hourOf(query.from), lastHour)).map(
    ({ key, requests, usage }) => {
      const { usd, parts } = priceOfUsage(usage);
      return { key, requests, usd, parts };
    },
  );
  return {
    items: totals.map(({ key, requests, usd, parts }) => ({
      key,
      requests,
      usd: formatUsd(usd),
      parts: Object.fromEntries(Object.entries(parts).map(([name, cost]) => [name, formatUsd(cost)])),
    })),
    total: {
      requests: totals.reduce((sum, { requests }) => sum + requests, 0),
      usd: formatUsd(totals.reduce((sum, { usd }) => sum + usd, 0)),
    },
    prices: { version: prices.version, region: prices.region },
    computedUntil: new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString(),
  };
});
