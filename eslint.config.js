import js from "@eslint/js";
import globals from "globals";

// Ways by which text would be read as markup, or as a script.
const MARKUP = [
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "setHTMLUnsafe",
  "createContextualFragment",
  "parseHTMLUnsafe",
  "srcdoc",
];
const WRITING = ["write", "writeln"];
const message = "Text becomes text: use textContent, or elements.";

export default [
  js.configs.recommended,
  {
    files: ["qa/web/static/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      eqeqeq: "error",
      "no-undef": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "max-lines-per-function": ["error", { max: 50 }],
      "no-restricted-properties": [
        "error",
        ...MARKUP.map((property) => ({ property, message })),
        ...WRITING.map((property) => ({ object: "document", property, message })),
      ],
    },
  },
  // It runs before the page's modules, and is none.
  { files: ["qa/web/static/language.js"], languageOptions: { sourceType: "script" } },
];
