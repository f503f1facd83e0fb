import type { TypingParts } from './typing.js'
import type { DeskParts } from './transact.js'
import database from '#app/database/service'
import { hints } from '#app/live/service'
import hub from '#app/hub/service'

/** What commands of this process are given. */
const desk: DeskParts & TypingParts = { hub, database, hints }

export { desk as default }
