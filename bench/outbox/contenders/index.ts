import type { Contender } from '../contender.ts'

/** As they stand in the table. */
export const titles = {
  ours: 'svyaz',
  oursMarked: 'svyaz, marked',
  graphile: 'graphile-worker, batches',
  graphileOrdered: 'graphile-worker, queue per dialog',
  graphileOrderedLocal: 'graphile-worker, queue per dialog, local queue',
  pgBoss: 'pg-boss, batches',
  pgBossOrdered: 'pg-boss, strict fifo per dialog',
  bullmq100: 'BullMQ, 100 at once',
  bullmq500: 'BullMQ, 500 at once',
  bare: 'bare table',
  timer: 'bare timer',
} as const

export type ContenderName = keyof typeof titles

/** Only what is asked for is loaded, so that nobody's memory holds the others. */
export async function loadContender(name: ContenderName): Promise<Contender> {
  switch (name) {
    case 'ours':
      return (await import('./ours.ts')).ours
    case 'oursMarked':
      return (await import('./ours.ts')).oursMarked
    case 'graphile':
      return (await import('./graphile.ts')).graphile
    case 'graphileOrdered':
      return (await import('./graphile.ts')).graphileOrdered
    case 'graphileOrderedLocal':
      return (await import('./graphile.ts')).graphileOrderedLocal
    case 'pgBoss':
      return (await import('./pg_boss.ts')).pgBoss
    case 'pgBossOrdered':
      return (await import('./pg_boss.ts')).pgBossOrdered
    case 'bullmq100':
      return (await import('./bullmq.ts')).bullmq100
    case 'bullmq500':
      return (await import('./bullmq.ts')).bullmq500
    case 'timer':
      return (await import('./timer.ts')).timer
    case 'bare':
      return (await import('./bare.ts')).bare
  }
}
