/**
 * Metric definitions (指標): what is measured, without code. Takes definitions from people, gives them to the engine in
 * src/metrics/values and to lists by slot. Table: metric_definitions (reference).
 */
export { defaultMetrics } from './defaults.ts';
export { findableMetrics } from './findable.sql.ts';
export { listMetrics, metricsOn, type Metric } from './store.ts';
export { ensureDefaultMetrics } from './ensure-defaults.ts';
export { isPerProduct, madeFrom, sourcesOf, type Definition, type Direction, type Kind, type Levels, type Source, type Unit } from './definition.ts';
export { refuseImpossible } from './refusals.ts';
