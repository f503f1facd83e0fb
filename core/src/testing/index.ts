// The conformance kit: rules that every channel keeps, against its simulator.
export { channelSuite } from './channel_suite.ts'
export type {
  ActSimulator,
  ChannelSimulator,
  ChannelSuiteOptions,
  ShownFile,
  ShownMessage,
  SimulatorFault,
  TestFn,
} from './simulator.ts'

// The smallest channel that keeps them all, to read and to begin from.
export { echoPlugin } from './echo_channel.ts'
export { createEchoPlatform } from './echo_platform.ts'
export type { EchoPlatform } from './echo_platform.ts'
export { echoFaults, echoSimulator } from './echo_simulator.ts'
export type { EchoSimulator } from './echo_simulator.ts'

export { recordingLogger } from './recording_logger.ts'
export { virtualClock } from './virtual_clock.ts'
export type { VirtualClock } from './virtual_clock.ts'
