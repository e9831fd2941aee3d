import js from '@eslint/js'
import ts from 'typescript-eslint'

// It is done only where the left side asks for it: a loop that counts so does not end.
const COUNTS_SOMETIMES = {
  selector: 'AssignmentExpression[operator=/^([|][|]|&&|[?][?])=$/] UpdateExpression',
  message: 'a place that moves on does so in a statement of its own',
}

export default ts.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'bench/data', 'bench/peers', 'test/corpora', 'test/vectors'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        TextEncoder: 'readonly',
        TextDecoder: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        AbortSignal: 'readonly',
        structuredClone: 'readonly',
        SharedArrayBuffer: 'readonly',
        Atomics: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
      'no-misleading-character-class': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', COUNTS_SOMETIMES],
    },
  },
  {
    // One file of each program prints, reads the process and exits.
    files: ['src/**/*.ts', 'workers/**/*.ts'],
    ignores: ['src/cli.ts', 'workers/stdio.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name=/^(exit|argv|stdout|stderr|stdin)$/]",
          message: 'only src/cli.ts talks to the process',
        },
        { selector: 'ExportDefaultDeclaration', message: 'no default exports' },
        COUNTS_SOMETIMES,
      ],
    },
  },
)
