import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The floor plan of src/, lowest first: a floor imports only what is below it. */
const floors = [
  ['model', 'geometry', 'errors', 'timeout', 'support'],
  ['network', 'face', 'camera', 'injection'],
  ['backends', 'quality'],
  ['session', 'evidence'],
  ['engine', 'page'],
  ['index'],
  ['element'],
  ['embed', 'react'],
  ['server'],
];

/** Imports against the floor plan that are still to be dissolved. */
const exceptions = { network: ['backends'], backends: [] };

const floorRules = floors.flatMap((floor, index) =>
  floor.map((room) => {
    const closed = [...floors.slice(index).flat()].filter(
      (other) => other !== room && !exceptions[room]?.includes(other),
    );
    return {
      files: [`src/${room}/**/*.ts`, `src/${room}.ts`],
      rules: {
        '@typescript-eslint/no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `^(\\./|(\\.\\./)+)(${closed.join('|')})(/|$)`,
                message: `src/${room} is not above it in the floor plan.`,
              },
            ],
          },
        ],
      },
    };
  }),
);

export default tseslint.config(
  { ignores: ['dist/', 'build/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // What an AbortSignal carries as its reason is the caller's choice, and is passed on as it came.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        {
          selector: ':matches(Literal[raw=/\\(\\?<[=!]/], TemplateElement[value.raw=/\\(\\?<[=!]/])',
          message: 'Safari before 16.4 loads no module with lookbehind.',
        },
      ],
      eqeqeq: 'error',
    },
  },
  { files: ['*.config.ts', '**/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        Response: 'readonly',
        URL: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  ...floorRules,
);
