import type { Code } from '../shared/error.ts';
import { hasLegalForm, withoutLegalForm } from './legal-form.ts';
import { compared } from './name.ts';

/** What is not refused and should be looked at again. */
export interface Warning {
  readonly pointer: string;
  readonly code: Code;
}

/** Hospitals, schools and offices have full names without a legal form. */
const institution =
  /(?:医院|诊所|卫生院|大学|学院|学校|中学|小学|幼儿园|银行|信用社|合作社|研究院|研究所|设计院|事务所|委员会|协会|学会|商会|联合会|基金会|中心|政府|局|厅|法院|检察院|报社|出版社|厂|商行|经营部|工作室)$/;
const institutionWord =
  /\b(?:university|college|school|institute|hospital|clinic|bank|foundation|association|society|council|ministry|department|authority|agency|committee|partners|church|museum)\b/;
/** Place, trade name and trade: 北京科技有限公司 is the shortest that a full name looks like. */
const hanMin = 4;
const lettersMin = 3;

/** Why a company's name may not be its full one (CUS-05); a person's name has no such form. */
export function nameWarnings({ kind, name }: { readonly kind: string; readonly name: string }): readonly Warning[] {
  if (kind !== 'company') return [];
  const folded = compared(name);
  if (!hasLegalForm(folded) && !institution.test(folded) && !institutionWord.test(folded)) {
    return [{ pointer: '/name', code: 'customers.name-without-form' }];
  }
  const stem = [...withoutLegalForm(folded)];
  const isShort = stem.length < (stem.some((character) => /\p{Script=Han}/u.test(character)) ? hanMin : lettersMin);
  return isShort ? [{ pointer: '/name', code: 'customers.name-short' }] : [];
}
