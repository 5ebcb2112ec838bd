/**
 * Contracts (契約) with their lines. Gives: MRR, seats and renewals over any relation of accounts and days, now or as known
 * at a cut. Tables: contracts, contract_lines, contract_versions, contract_line_versions (account), contract_keys (reference).
 */
export { contractsTarget } from './import-target.ts';
export { countingLinesSql, mrrByProductSql, runningContractsSql, type Known } from './mrr.sql.ts';
export { indexContracts } from './written.ts';
