/** All messages in one lane, while somebody else's long transaction keeps every dead row from being cleaned away. */
import { alternate, type Case } from '../bench.ts'
import { connect } from '../connections.ts'
import type { Place } from '../contender.ts'
import { drain } from '../drain.ts'
import { writeDown } from './drains.ts'

export const hotLaneName = 'one hot lane'
export const hotLaneHeldName = 'one hot lane, a foreign snapshot held'

async function holdSnapshot({ databaseUrl }: Place): Promise<{ close(): Promise<void> }> {
  const client = await connect(databaseUrl)
  await client.query('begin isolation level repeatable read')
  await client.query('select count(*) from pg_class')
  return { close: () => client.end() }
}

export const hotLane: Case = {
  name: 'one lane',
  run: (bench) => {
    const load = { messages: bench.isQuick ? 20_000 : 100_000, owners: 1, keys: 5_000 }
    return alternate(bench, bench.rounds, [
      {
        system: 'ours',
        run: async () =>
          writeDown(bench, 'ours', hotLaneName, await drain(bench, 'ours', { load })),
      },
      {
        system: 'ours',
        run: async () => {
          const drained = await drain(bench, 'ours', { load, before: holdSnapshot })
          writeDown(bench, 'ours', hotLaneHeldName, drained)
        },
      },
    ])
  },
}
