import { dirname, join } from 'node:path';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { isBelow, roomOf } from './scripts/floors.mjs';

const floorPlan = {
  create(context) {
    const room = roomOf(context.filename);
    const check = ({ source }) => {
      if (!source?.value?.startsWith('.')) return;
      const imported = roomOf(join(dirname(context.filename), source.value));
      if (imported === undefined || imported === room || isBelow(imported, room)) return;
      context.report({ node: source, message: `src/${imported} is not on a floor below src/${room}.` });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
    };
  },
};

export default tseslint.config(
  // Angular and Svelte check their own.
  { ignores: ['dist/', 'build/', 'examples/angular/', 'examples/svelte-vite/'] },
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
        { selector: 'StaticBlock', message: 'Safari before 16.4 loads no module with one.' },
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
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['src/**'],
    plugins: { house: { rules: { 'floor-plan': floorPlan } } },
    rules: { 'house/floor-plan': 'error' },
  },
);
