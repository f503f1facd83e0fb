import type { TypingParts } from './typing.js'
import type { DeskParts } from './transact.js'
import database from '#app/database/service'
import { heard } from '#app/intake/service'
import hub from '#app/hub/service'

/** What commands of this process are given. */
const desk: DeskParts & TypingParts = { hub, database, hints: heard }

export { desk as default }
