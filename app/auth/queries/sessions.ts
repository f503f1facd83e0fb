import database from '#app/database/service'

const statement = 'delete from sessions where expires_at <= now()'

/** Index sessions_expires_at. A session that is over is refused anyway; its row is only rubbish. */
export async function sweepSessions(): Promise<void> {
  await database.query(statement)
}
