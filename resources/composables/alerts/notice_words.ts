import type { DialogRow } from '@app/inbox/views'
import type { I18n } from '../i18n.ts'
import type { News } from './news.ts'
import type { Notice } from './notices.ts'

/** What a notice says; without the text, who wrote and nothing of what. `row`: the newest known. */
export function noticeOf(
  news: News,
  row: DialogRow,
  withText: boolean,
  { t, say }: Pick<I18n, 't' | 'say'>
): Notice {
  const { kind } = news
  if (kind === 'message') {
    const body = withText ? lastWords(row, t) : t('alerts.wrote')
    return { kind, dialog: row.id, title: row.title, body }
  }
  const { status, failure, text } = news.message
  const how = status === 'failed' ? 'failed' : 'uncertain'
  return {
    kind,
    dialog: row.id,
    title: t(`alerts.failed.${how}`, { name: row.title }),
    body: [say(failure?.reason), withText ? text : ''].filter(Boolean).join('\n'),
  }
}

function lastWords({ last }: DialogRow, t: I18n['t']): string {
  if (last === null) return ''
  if (last.text !== '' || last.kind === 'text' || last.kind === 'line') return last.text
  return t(`inbox.kind.${last.kind}`)
}
