/**
 * Numbers that nobody may write down with us: identity cards and bank cards (SEC-02). Each is known by more than its
 * length: by its check digit, and by birthday and province or by its issuer, so that the number of an order passes.
 */

/** A character by what it is inside a number as people write it: full width counts as half, a joiner as a blank. */
interface Sign {
  readonly kind: 'digit' | 'x' | 'between' | 'plus' | 'other';
  readonly value: string;
}

/** Digits that stand together, `x` as a last one; positions are those of the text. */
interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Whether only blanks and hyphens, and few of them, are between the group before and this one. */
  readonly follows: boolean;
  readonly isAfterPlus: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const betweenMax = 3;
const digitsMax = 19;
const digitsMin = 13;

/** Where such numbers stand, the longest first at each place, never two over one another. */
function refusedSpans(text: string): Span[] {
  if (!mayHold(text)) return [];
  const groups = groupsOf(text);
  const spans: Span[] = [];
  for (let from = 0; from < groups.length; from += 1) {
    const found = longestFrom(groups, from);
    if (found === undefined) continue;
    spans.push({ start: groups[from]?.start ?? 0, end: groups[found]?.end ?? 0 });
    from = found;
  }
  return spans;
}

export function hasRefusedNumber(text: string): boolean {
  return refusedSpans(text).length > 0;
}

/** What customers write themselves is kept, less such numbers: the last four signs stay, so that they can be talked about. */
export function masked(text: string): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of refusedSpans(text)) {
    const signs = [...text.slice(start, end)];
    shown += `${text.slice(at, start)}${'*'.repeat(signs.length - 4)}${signs.slice(-4).join('')}`;
    at = end;
  }
  return shown + text.slice(at);
}

/** Most texts have no thirteen digits, so most are not looked at more closely. */
function mayHold(text: string): boolean {
  return (text.match(/\p{N}/gu)?.length ?? 0) >= digitsMin;
}

/** The index of the group with which the longest such number ends that begins with this one. */
function longestFrom(groups: readonly Group[], from: number): number | undefined {
  let digits = '';
  let longest: number | undefined;
  for (let to = from; to < groups.length; to += 1) {
    const group = groups[to];
    if (group === undefined || (to > from && !group.follows)) break;
    // Two phone numbers side by side are no card.
    if (/^1[3-9]\d{9}$/.test(group.digits)) break;
    digits += group.digits;
    if (digits.replace('X', '').length > digitsMax) break;
    // `+62 812 …` and `+49 151 …` are phone numbers, of at most fifteen digits.
    const isPhone = groups[from]?.isAfterPlus === true && digits.length <= 15;
    if (!isPhone && isRefused(digits)) longest = to;
    if (digits.endsWith('X')) break;
  }
  return longest;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let open: { digits: string; start: number; end: number; follows: boolean; isAfterPlus: boolean } | undefined;
  let gap = betweenMax + 1;
  let isAfterPlus = false;
  let at = 0;
  const close = () => {
    if (open !== undefined) groups.push(open);
    open = undefined;
  };
  for (const character of text) {
    const { kind, value } = signOf(character);
    const end = at + character.length;
    if (kind === 'digit' || (kind === 'x' && (open !== undefined || gap <= betweenMax))) {
      open ??= { digits: '', start: at, end, follows: gap <= betweenMax, isAfterPlus };
      open.digits += value;
      open.end = end;
      gap = 0;
      if (kind === 'x') close();
    } else {
      close();
      gap = kind === 'between' ? gap + 1 : betweenMax + 1;
    }
    isAfterPlus = kind === 'plus';
    at = end;
  }
  close();
  return groups;
}

function signOf(character: string): Sign {
  if (character >= '0' && character <= '9') return { kind: 'digit', value: character };
  if (/^[\p{Zs}\p{Pd}\p{Cf}\t.·_−]$/u.test(character)) return { kind: 'between', value: '' };
  const narrow = character.normalize('NFKC');
  if (/^[0-9]$/.test(narrow)) return { kind: 'digit', value: narrow };
  if (/^[xX]$/.test(narrow)) return { kind: 'x', value: 'X' };
  return { kind: narrow === '+' ? 'plus' : 'other', value: '' };
}

/** An x behind a number may be its check sign or the next word. */
function isRefused(digits: string): boolean {
  const bare = digits.replace('X', '');
  return isIdentityCard(digits) || isIdentityCard(bare) || isBankCard(bare);
}

/** The first two digits of a place: provinces, Hong Kong, Macao and Taiwan, and foreigners with a permanent residence. */
const province = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[12]|8[1-3]|9[1-3])/;

function isIdentityCard(digits: string): boolean {
  if (!province.test(digits)) return false;
  if (/^\d{17}[\dX]$/.test(digits)) return isDay(digits.slice(6, 14)) && checkSign(digits) === digits[17];
  // Until 1999 there was neither a century nor a check digit; what is not the form of a place and a number is none.
  return /^\d\d(?:[0-6]\d|70|90)(?!00)\d{2}\d{6}(?!000)\d{3}$/.test(digits) && isDay(`19${digits.slice(6, 12)}`);
}

/** ISO 7064 MOD 11-2. */
function checkSign(digits: string): string | undefined {
  const sum = [...digits.slice(0, 17)].reduce((total, digit, n) => total + Number(digit) * (2 ** (17 - n) % 11), 0);
  return '10X98765432'[sum % 11];
}

function isDay(digits: string): boolean {
  const [, year = '', month = '', day = ''] = /^((?:18|19|20)\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/**
 * How the numbers of issuers begin: UnionPay, Visa, Mastercard and Maestro, American Express, JCB, Diners, Discover, and
 * the debit cards that Chinese banks issued before UnionPay had numbers of its own.
 */
const issuer = new RegExp(
  `^(?:${[
    ...['62', '81', '4', '5[0-8]', '6(?:304|390|7)', '3[47]', '35(?:2[89]|[3-8])', '3(?:0[0-5]|095|[689])'],
    ...['6011', '64[4-9]', '65', '60(?:1382|1428|2907|2969|3\\d)', '68(?:40|58)', '95(?:50|51|5[5-9]|[89])'],
    ...['9(?:00000|40|84301|66666|90027)'],
  ].join('|')})`,
);
/** Mastercard's second series and Mir begin as dates do (26-11-22), so their length counts, too. */
const issuerOfSixteen = /^2(?:20[0-4]|22[1-9]|2[3-9]|[3-6]|7[01]|720)\d{11,13}$/;

function isBankCard(digits: string): boolean {
  const isKnown = issuer.test(digits) || (digits.length === 16 && issuerOfSixteen.test(digits));
  return digits.length >= digitsMin && isKnown && hasLuhn(digits);
}

function hasLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, n) => {
    const twice = Number(digit) * 2;
    return total + (n % 2 === 0 ? Number(digit) : twice > 9 ? twice - 9 : twice);
  }, 0);
  return sum % 10 === 0;
}
