import { configApp } from '@adonisjs/eslint-config'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'

const typed = ['core/**/*.ts', 'plugins/*/**/*.ts']

const forbid = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
})

/** Dependencies point one way: app → core ← plugins. */
export const house = [
  forbid(
    ['core/**/*.ts'],
    ['@adonisjs/*', '@svyaz/plugin-*', '\\#*', '**/plugins/**', '**/app/**'],
    'core knows no framework, no plugin, no app',
    ['core/examples/**']
  ),
  forbid(
    ['plugins/**/*.ts'],
    ['@adonisjs/*', '@svyaz/plugin-*', '\\#*', '**/core/src/**', '**/app/**'],
    'a plugin knows core and its own SDK'
  ),
  forbid(
    ['app/**/*.ts', 'start/**/*.ts', 'providers/**/*.ts', 'config/**/*.ts'],
    ['@svyaz/plugin-*', '**/plugins/email/**', '**/plugins/site_chat/**', '**/core/src/**'],
    'plugins are found by reading the folder'
  ),
]

export default [
  {
    ignores: [
      'node_modules/**',
      '**/dist/**',
      'build/**',
      'storage/**',
      'public/assets/**',
      '.adonisjs/**',
      'database/schema.ts',
      'tmp/**',
      'auto-imports.d.ts',
      'components.d.ts',
    ],
  },
  ...configApp(),
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: typed })),
  {
    files: typed,
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-generated-empty-object-type': 'off',
    },
  },
  ...vue.configs['flat/recommended'].map((config) => ({
    ...config,
    files: ['resources/**/*.vue'],
  })),
  {
    files: ['resources/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/block-order': ['error', { order: ['script', 'template'] }],
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 500 }],
      '@unicorn/filename-case': 'off',
      '@unicorn/no-await-expression-member': 'off',
    },
  },
  {
    files: ['core/src/**', 'plugins/*/src/**', 'app/**', 'resources/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['app/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(find|findOrFail|all)$/][callee.object.name=/^(?!Promise$)[A-Z]/]',
          message:
            'start from the company: company.related(…).query() or Model.query().where("companyId", …)',
        },
      ],
    },
  },
  ...house,
]
