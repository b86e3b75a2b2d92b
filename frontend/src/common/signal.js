/** Something that others are told of. */

/** @template Value */
export class Signal {
  /** @type {((value: Value) => void)[]} */
  #hearers = [];

  /** @param {(value: Value) => void} hear */
  listen(hear) {
    this.#hearers.push(hear);
  }

  /** @param {Value} value */
  tell(value) {
    for (const hear of this.#hearers) hear(value);
  }
}
