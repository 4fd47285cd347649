/** ISO 8601, exact to the millisecond. Hours are not gathered into days: a target is said in hours. */
export function toIsoDuration(durationMs: number): string {
  const hours = Math.floor(durationMs / 3_600_000);
  const minutes = Math.floor((durationMs % 3_600_000) / 60_000);
  const seconds = (durationMs % 60_000) / 1000;
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return parts === '' ? 'PT0S' : `PT${parts}`;
}
