import type { SimulatorFault } from '../simulator.ts'
import type { SuiteWorld } from '../suite_world.ts'

/** What every channel must keep. Fails by throwing an AssertionError, so that any runner shows it. */
export type Rule = {
  readonly name: string
  /** Only where the simulator can do this. */
  readonly fault?: SimulatorFault
  check(world: SuiteWorld): Promise<void>
}
