import { isDay } from '#platform/clock/days.ts';
import { textsIn, type Language } from '#platform/i18n/texts.ts';
import { children, isAll, isAny, isComparison, isHeld, type Comparison, type Condition } from './condition.ts';
import { operatorsOf, type Field } from './fields.ts';
import { checkTexts } from './texts.ts';

export type Issue = { path: string; message: string };
type Known = ReadonlyMap<string, Field>;

const maxDepth = 6;
const maxComparisons = 60;

/** What is wrong with a condition, each with its place ('all.0.value'). Empty: it can be compiled. */
export function checkCondition(condition: Condition, fields: Known, language: Language = 'ja', at = ''): Issue[] {
  const t = textsIn(checkTexts, language);
  const issues: Issue[] = [];
  let count = 0;
  walk(condition, at, 1, false);
  if (count > maxComparisons) issues.push({ path: at, message: t.tooMany(maxComparisons) });
  return issues;

  function walk(c: Condition, path: string, depth: number, past: boolean): void {
    if (depth > maxDepth) return void issues.push({ path, message: t.tooDeep(maxDepth) });
    if (isComparison(c)) {
      count++;
      const issue = checkComparison(c, fields, past, t);
      if (issue) issues.push({ path: join(path, issue.path), message: issue.message });
      return;
    }
    if (isHeld(c) && past) return void issues.push({ path, message: t.heldInHeld });
    children(c).forEach((child, i) =>
      walk(child, join(path, isAll(c) ? `all.${i}` : isAny(c) ? `any.${i}` : isHeld(c) ? 'held' : 'not'), depth + 1, past || isHeld(c)),
    );
  }
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key);
type Texts = ReturnType<typeof textsIn<typeof checkTexts.ja>>;

function checkComparison(c: Comparison, fields: Known, past: boolean, t: Texts): Issue | null {
  const field = fields.get(c.field);
  if (!field) return { path: 'field', message: t.noField(c.field) };
  if (!operatorsOf(field).includes(c.operator)) return { path: 'operator', message: t.wrongOperator };
  if (past && (!field.hasHistory || c.operator === 'rose' || c.operator === 'fell')) return { path: 'field', message: t.noHistory };
  if (c.orUnknown && (c.operator === 'known' || c.operator === 'unknown' || field.type === 'segment')) return { path: 'orUnknown', message: t.noOrUnknown };
  const message = checkValue(c, field, t);
  return message ? { path: 'value', message } : null;
}

function checkValue({ operator, value }: Comparison, field: Field, t: Texts): string | null {
  switch (operator) {
    case 'known':
    case 'unknown':
    case 'overdue':
      return value === undefined || value === null ? null : t.noValue;
    case 'contains':
    case 'notContains':
    case 'starts':
      return isText(value) ? null : t.text;
    case 'eq':
    case 'ne':
      return field.type === 'text' ? (isText(value) ? null : t.text) : checkNumber(value, field, t);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return checkNumber(value, field, t);
    case 'between':
      return checkRange(value, field, t);
    case 'is':
      return typeof value === 'boolean' ? null : t.boolean;
    case 'on':
    case 'before':
    case 'after':
      return typeof value === 'string' && isDay(value) ? null : t.day;
    case 'nextDays':
    case 'pastDays':
    case 'olderThan':
    case 'furtherThan':
      return Number.isInteger(value) && Math.abs(value as number) <= 3660 && (value as number) >= 0 ? null : t.days;
    case 'in':
    case 'notIn':
    case 'hasAny':
    case 'hasAll':
    case 'hasNone':
      return checkList(value, field, t);
    case 'rose':
    case 'fell':
      return checkMove(value, t);
  }
}

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '' && value.length <= 200;

function checkNumber(value: unknown, field: Field, t: Texts): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return t.number;
  return field.whole && !Number.isSafeInteger(value) ? t.whole : null;
}

function checkRange(value: unknown, field: Field, t: Texts): string | null {
  if (!Array.isArray(value) || value.length !== 2) return t.range;
  if (field.type === 'date') return value.every((v) => typeof v === 'string' && isDay(v)) && value[0] <= value[1] ? null : t.dayRange;
  return value.map((v) => checkNumber(v, field, t)).find(Boolean) ?? (value[0] <= value[1] ? null : t.range);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
function checkList(value: unknown, field: Field, t: Texts): string | null {
  if (!Array.isArray(value) || !value.length || value.length > 200 || !value.every(isText)) return t.list;
  const members = field.type === 'member';
  const unknown = value.find((v) =>
    members ? v !== '@me' && !uuid.test(v) : field.choices && field.type !== 'text' && !field.choices.some((c) => c.value === v),
  );
  return unknown === undefined ? null : t.noChoice(unknown as string);
}

function checkMove(value: unknown, t: Texts): string | null {
  const move = value as { by?: unknown; unit?: unknown; days?: unknown } | null;
  const by = move?.by;
  const good =
    typeof by === 'number' &&
    Number.isFinite(by) &&
    // Arithmetic in the database stops at what is next to nothing, and at what is endless.
    by >= 1e-6 &&
    by <= 1e15 &&
    (move!.unit === 'absolute' || move!.unit === 'percent') &&
    Number.isInteger(move!.days) &&
    (move!.days as number) >= 1 &&
    (move!.days as number) <= 730;
  return good ? null : t.move;
}
