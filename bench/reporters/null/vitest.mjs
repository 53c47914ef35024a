/** A reporter of vitest that does nothing: what a run costs by itself. */
export default class {}
