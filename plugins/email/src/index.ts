import { definePlugin } from '@svyaz/core'
import type { Plugin } from '@svyaz/core'
import { emailChannel } from './channel.ts'
import { toFailure } from './failures.ts'
import { icon } from './icon.ts'
import { instanceSchema } from './instance.ts'
import { settingsSchema } from './settings.ts'

const plugin: Plugin<typeof settingsSchema, typeof instanceSchema> = definePlugin({
  manifest: {
    id: 'email',
    name: { ru: 'Электронная почта', en: 'E-mail' },
    about: {
      ru: 'Почтовый ящик по IMAP и SMTP: Gmail, Яндекс, Mail.ru и любой другой.',
      en: 'A mailbox over IMAP and SMTP: Gmail, Yandex, Mail.ru and any other.',
    },
    icon,
    api: 1,
    settings: settingsSchema,
    instance: instanceSchema,
  },
  channel: (instance) => emailChannel(instanceSchema.parse(instance)),
  failure: (error) => toFailure(error),
})

export default plugin
