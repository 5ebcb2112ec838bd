/** Attributes (項目): what a company wants to know of its customers beyond what every customer has. Table: attribute_definitions (reference). */
export { changeAttributes, type AttributeRule, type AttributeValue } from './logic.ts';
export { listAttributes, type Attribute } from './store.ts';
