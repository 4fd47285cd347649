/** One line of the table. Without a goal it only informs. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: '×' | 'KB' | 'µs' | 'MB';
  readonly goal?: { readonly most: number } | { readonly least: number };
}

/** Undefined where nothing was promised. */
export function isMet({ value, goal }: Measure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'most' in goal ? value <= goal.most : value >= goal.least;
}

interface Row {
  readonly measure: string;
  readonly 'ratio or size': string;
  readonly goal: string;
  readonly ok: string;
}

export function rowOf(measure: Measure): Row {
  const { name, value, unit, goal } = measure;
  const met = isMet(measure);
  return {
    measure: name,
    'ratio or size': withUnit(value, unit),
    goal:
      goal === undefined ? '' : 'most' in goal ? `≤ ${withUnit(goal.most, unit)}` : `≥ ${withUnit(goal.least, unit)}`,
    ok: met === undefined ? '' : met ? 'yes' : 'NO',
  };
}

function withUnit(value: number, unit: Measure['unit']): string {
  if (unit === '×') return `${value.toFixed(2)} ×`;
  return `${value.toFixed(unit === 'MB' ? 1 : 0)} ${unit}`;
}

export function toMarkdown(measures: readonly Measure[]): string {
  const rows = measures.map(rowOf).map((row) => `| ${Object.values(row).join(' | ')} |`);
  return ['| measure | ratio or size | goal | ok |', '|---|---:|---:|---|', ...rows].join('\n');
}
