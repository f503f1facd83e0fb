import type { Contender } from '../contender.ts'

/** As they stand in the table. */
export const titles = {
  ours: 'svyaz',
  oursMarked: 'svyaz, marked',
  graphile: 'graphile-worker, batches',
  graphileOrdered: 'graphile-worker, queue per dialog',
  graphileOrderedLocal: 'graphile-worker, queue per dialog, local queue',
  bare: 'bare table',
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
    case 'bare':
      return (await import('./bare.ts')).bare
  }
}
