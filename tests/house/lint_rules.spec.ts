import { test } from '@japa/runner'
import { ESLint } from 'eslint'
import { root } from '../../bin/run/environment.ts'

/** Files that must fail, by the rule they break. */
const broken = [
  { rule: 'core knows no framework', file: 'core/src/x.ts', code: "import '@adonisjs/core'\n" },
  { rule: 'core knows no plugin', file: 'core/src/x.ts', code: "import '@svyaz/plugin-email'\n" },
  { rule: 'core knows no app', file: 'core/src/x.ts', code: "import '#app/inbox/views'\n" },
  {
    rule: 'a plugin knows no other plugin',
    file: 'plugins/email/src/x.ts',
    code: "import '@svyaz/plugin-site-chat'\n",
  },
  {
    rule: 'a plugin knows only the public core',
    file: 'plugins/email/src/x.ts',
    code: "import '../../../core/src/index.ts'\n",
  },
  {
    rule: 'the app names no plugin',
    file: 'app/inbox/x.ts',
    code: "import '@svyaz/plugin-email'\n",
  },
  { rule: 'start names no plugin', file: 'start/x.ts', code: "import '@svyaz/plugin-email'\n" },
  {
    rule: 'the app starts queries from the company',
    file: 'app/inbox/x.ts',
    code: 'export const x = Line.find(1)\n',
  },
]

test.group('The house rules of eslint.config.js', () => {
  test('{rule}')
    .with(broken)
    .run(async ({ assert }, { file, code }) => {
      const eslint = new ESLint({
        cwd: root,
        overrideConfig: {
          languageOptions: { parserOptions: { projectService: false, project: null } },
        },
        ruleFilter: ({ ruleId }) =>
          ['no-restricted-imports', 'no-restricted-syntax'].includes(ruleId),
      })
      const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` })
      assert.equal(result?.errorCount, 1, JSON.stringify(result?.messages))
    })
})
