/**
 * Conditions: the one language in which segments, lists and rules say which customers they mean.
 * Takes a condition as JSON; gives SQL for today (`account_facts f`) or for past days, and a sentence. No tables.
 */
export { askingOf, conditionAsked, refuseIssues } from './asked.ts';
export { checkCondition, type Issue } from './check.ts';
export { compileFacts, compilePass, type Asking, type PastAsking } from './compile.ts';
export { narrowing } from './narrow.sql.ts';
export { pastValues, type PastValues } from './past.sql.ts';
export { forgetCatalogue, loadCatalogue, readCatalogue } from './catalogue.ts';
export { attributeSql, type AttributeKind } from './attribute.sql.ts';
export { attentionCodes, type AttentionCode } from './attention-codes.ts';
export { comparisons, everything, isAll, isComparison, needsHistory, segmentsIn, type Comparison, type Condition } from './condition.ts';
export { type BoundField, type Catalogue, type Field } from './fields.ts';
export { sentence } from './sentence.ts';
