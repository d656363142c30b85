/** Words for what a model is made of. */
export { fields, fieldValues } from './fields.js';
export { phrase } from './phrases/index.js';
