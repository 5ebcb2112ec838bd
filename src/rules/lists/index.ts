/**
 * Lists (一覧): customers by conditions, columns and an order, kept by name as views; what is done with many at once.
 * Table: list_views (reference).
 */
export { findableViews } from './findable.sql.ts';
