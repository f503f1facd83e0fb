import type { AccountId, CompanyId, Hint, Sql } from '@svyaz/core'
import { findDialogsByKeys } from '#app/intake/queries/find_dialogs'
import type { LiveHints } from './hints.js'

/** A client's typing is news for a moment: more look-ups than these at once are not worth having. */
const mostAtOnce = 8

/** Client is typing → the browsers of his company. Never stored, dropped under load. */
export function createHearTyping(
  sql: Sql,
  hints: Pick<LiveHints, 'typing'>
): (account: AccountId, company: CompanyId, hint: Hint) => void {
  let underWay = 0
  return (account, company, hint) => {
    if (underWay >= mostAtOnce) return
    underWay += 1
    void findDialogsByKeys(sql, [{ company, account, chat: hint.chat }])
      .then(([found]) => {
        if (found && !found[1].blacklisted) hints.typing(company, found[1].id, hint.on, null)
      })
      .catch(() => {})
      .finally(() => (underWay -= 1))
  }
}
