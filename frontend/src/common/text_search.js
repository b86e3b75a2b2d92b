/** Text as a search compares it, by the rules of model/text_search.py; tests/golden/search.json keeps both the same. Pure. */

/** @type {Record<string, string>} */
const LETTERS = { ə: "e", ı: "i", ł: "l", ø: "o", đ: "d", "’": "'", ʼ: "'", ß: "ss" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const PHRASE_OR_WORD = /["“”]([^"“”]+)["“”]|([^\s"“”]+)/g;

/**
 * Folds case and accents.
 * @param {string} text
 */
export function folded(text) {
  const decomposed = text
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "");
  return decomposed.replaceAll(LETTER, (letter) => LETTERS[letter]).replaceAll(/եւ|եվ/g, "և");
}

const PUNCTUATION_AT_ENDS = /^\p{P}+|\p{P}+$/gu;

/**
 * The words of a search without punctuation at their ends, and each phrase in quotation marks as a whole.
 * @param {string} text
 */
export const searchWords = (text) =>
  [...text.matchAll(PHRASE_OR_WORD)]
    .map(
      ([, phrase, word]) =>
        phrase?.trim().replaceAll(/\s+/g, " ") ?? word.replaceAll(PUNCTUATION_AT_ENDS, ""),
    )
    .filter(Boolean);
