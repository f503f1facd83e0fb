import { definePlugin } from '@svyaz/core'
import type { Plugin } from '@svyaz/core'
import { capabilities } from './capabilities.ts'
import { endpoints } from './endpoints/index.ts'
import { siteFlow } from './login.ts'
import { openSession } from './session.ts'
import { settingsSchema } from './settings.ts'

const plugin: Plugin<typeof settingsSchema> = definePlugin({
  manifest: {
    id: 'site_chat',
    name: { ru: 'Чат на сайте', en: 'Site chat' },
    about: {
      ru: 'Посетители пишут прямо на страницах вашего сайта.',
      en: 'Visitors write on the pages of your own site.',
    },
    icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M21 12a8 8 0 0 1-8 8H4l2-3.5A8 8 0 1 1 21 12Z"/><path d="M9 12h.01M13 12h.01M17 12h.01"/></svg>',
    api: 1,
    settings: settingsSchema,
    handouts: [
      {
        id: 'snippet',
        name: { ru: 'Код для сайта', en: 'Code for the site' },
        hint: {
          ru: 'Вставьте перед </body> на каждой странице.',
          en: 'Put it before </body> on every page.',
        },
        path: '/widget.js',
        copy: '<script async src="{url}"></script>',
      },
      {
        id: 'demo',
        name: { ru: 'Открыть пробную страницу', en: 'Open the demo page' },
        hint: {
          ru: 'Напишите сами себе, как посетитель.',
          en: 'Write to yourself, as a visitor would.',
        },
        path: '/demo',
      },
    ],
  },
  channel: () => ({
    capabilities: () => capabilities,
    flows: [siteFlow],
    endpoints: endpoints(),
    open: openSession,
  }),
})

export default plugin
