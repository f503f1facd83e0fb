import { actRules } from './rules/acts.ts'
import { borderRules } from './rules/border.ts'
import { contactRules } from './rules/contacts.ts'
import { inboundRules } from './rules/inbound.ts'
import { lifeRules } from './rules/life.ts'
import { outboundRules } from './rules/outbound.ts'
import type { Rule } from './rules/rule.ts'
import type { ChannelSimulator, ChannelSuiteOptions } from './simulator.ts'
import { suiteWorld } from './suite_world.ts'

export const channelRules: readonly Rule[] = [
  ...inboundRules,
  ...outboundRules,
  ...actRules,
  ...lifeRules,
  ...contactRules,
  ...borderRules,
]

/**
 * The rules every channel keeps, against its simulator. One test each, with a hub and an account of its own:
 * `channelSuite({ test, plugin, simulator, faults })`.
 */
export function channelSuite<Simulator extends ChannelSimulator>(
  options: ChannelSuiteOptions<Simulator>
): void {
  for (const rule of channelRules) {
    if (rule.fault && !options.faults.includes(rule.fault)) continue
    options.test(rule.name, async () => {
      await using world = await suiteWorld(options)
      await rule.check(world)
    })
  }
}
