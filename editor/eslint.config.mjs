import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Names of properties that hold what a person reads. */
const said = "^(label|description|detail|message|placeHolder|placeholder|prompt|text|title|tooltip)$";
/** Words as they stand in a program; the name of an icon, `$(check)`, is none. */
const word = "/(?<![$][(][a-z-]*)[a-z]{3}/i";
const words = `:matches(Literal[value=${word}], TemplateLiteral:has(TemplateElement[value.raw=${word}]))`;

export default defineConfig(
  { ignores: ["editor/dist", "editor/bin", "editor/test/output", "editor/demo/workspace"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler knows better which names there are.
      "no-undef": "off",
      // The runner waits for its tests by itself.
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["test", "before", "after"], package: "node:test" }] },
      ],
      // A number in a template is as readable as it would be with String() around it.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["editor/src/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        // What a person reads goes through l10n.t, where a translation finds it.
        ...[
          `CallExpression[callee.property.name=/^(show\\w+Message|setStatusBarMessage)$/] > ${words}`,
          `NewExpression[callee.name=/Error$|^(NoServer|MissingServer|TreeItem)$/] > ${words}`,
          `Property[key.name=/${said}/] > ${words}`,
          `AssignmentExpression[left.property.name=/${said}/] > ${words}`,
        ].map((selector) => ({ selector, message: "A person reads this: l10n.t(…)" })),
      ],
    },
  },
  {
    // JSON and other programs' answers come as `any`, which plain JavaScript can only describe, not check.
    files: ["**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
