/** An event of the program that others listen to. */

/** @template Value */
export class Signal {
  /** @type {((value: Value) => void)[]} */
  #listeners = [];

  /** @param {(value: Value) => void} listener */
  listen(listener) {
    this.#listeners.push(listener);
  }

  /** @param {Value} value */
  emit(value) {
    for (const listener of this.#listeners) listener(value);
  }
}
