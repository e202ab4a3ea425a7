// Sending files to the server, one after the other, each with its bytes counted.

/**
 * What came of a file.
 *
 * @typedef {object} Outcome
 * @property {string[]} added Paths of the documents that it became; none where it was refused.
 * @property {Refused[]} refused Files of an archive that were not taken in.
 * @property {string} kind Why it was refused, in one word; "" where it was not.
 *
 * @typedef {{ name: string, kind: string }} Refused
 *
 * @typedef {object} Sending
 * @property {Promise<Outcome>} done
 * @property {() => void} cancel
 */

const TOO_LARGE = 413;

/** @param {File} file */
export const isArchive = (file) => file.name.toLowerCase().endsWith(".zip");

/**
 * @param {string} kind
 * @returns {Outcome}
 */
const refusal = (kind) => ({ added: [], refused: [], kind });

/**
 * @param {XMLHttpRequest} request
 * @returns {Outcome}
 */
const outcomeOf = (request) => {
  /** @type {{ added?: string | string[], refused?: Refused[], kind?: string } | null} */
  const told = typeof request.response === "object" ? request.response : null;
  const isAdded = request.status >= 200 && request.status < 300;
  return {
    added: isAdded ? [told?.added ?? []].flat() : [],
    refused: told?.refused ?? [],
    kind: isAdded ? "" : (told?.kind ?? (request.status === TOO_LARGE ? "too_large" : "fault")),
  };
};

/**
 * Send a file. It is stored whole or not at all.
 *
 * @param {File} file
 * @param {(done: number, total: number) => void} progressed Told of the bytes that are sent.
 * @returns {Sending}
 */
export const send = (file, progressed) => {
  // Not fetch, which tells nothing of what is sent.
  const request = new XMLHttpRequest();
  /** @type {Promise<Outcome>} */
  const done = new Promise((resolve) => {
    request.addEventListener("load", () => resolve(outcomeOf(request)));
    request.addEventListener("error", () => resolve(refusal("lost")));
    request.addEventListener("abort", () => resolve(refusal("cancelled")));
  });
  request.upload.addEventListener("progress", ({ loaded, total }) => progressed(loaded, total));
  const address = isArchive(file) ? "api/archive" : "api/document";
  request.open("PUT", `${address}?name=${encodeURIComponent(file.name)}`);
  request.responseType = "json";
  request.send(file);
  return { done, cancel: () => request.abort() };
};
