// Contracts
export { definePlugin, assertPlugin, contractsVersion } from './plugin.ts'
export type { Handout, Manifest, Plugin } from './plugin.ts'
export { accountId, chatKey, companyId, externalId, idSchema, mediaRef, personKey } from './ids.ts'
export type { AccountId, ChatKey, CompanyId, ExternalId, MediaRef, PersonKey } from './ids.ts'
export type { Json, Localized, Millis } from './json.ts'
export { Failure, isFailure } from './failure.ts'
export type { FailureData, FailureKind, Pause } from './failure.ts'
export type { Capabilities, ChannelLane, KindLimit } from './capabilities.ts'
export type { Bucket, Pacing } from './pacing.ts'
export type { Address } from './address.ts'
export { isRemote } from './content.ts'
export type {
  Content,
  FileKind,
  IncomingContent,
  IncomingFile,
  MessageKind,
  OutgoingFile,
  RemoteMedia,
  RichText,
  Unknown,
} from './content.ts'
export type {
  Call,
  Found,
  MessageRef,
  OutgoingOp,
  Priority,
  SendOp,
  SendResult,
} from './outgoing.ts'
export { step } from './step.ts'
export type { Outcome, Planned, StateChange, Step } from './step.ts'
export type { ChannelPlugin, ChannelSession } from './channel.ts'
export type {
  ChatIn,
  ContactCard,
  ContactIn,
  DeletionIn,
  EditIn,
  Hint,
  InboundEvent,
  MergeIn,
  MessageIn,
  Sender,
  StatusIn,
  Topic,
} from './inbound.ts'
export type {
  AccountInfo,
  ChannelContext,
  EncryptedState,
  EndpointContext,
  MediaStore,
  StoredMedia,
} from './context.ts'
export { bodyDeadlineMs } from './endpoint.ts'
export type { Endpoint } from './endpoint.ts'
export type {
  Answer,
  Check,
  FieldMeta,
  Flow,
  FlowContext,
  FlowDone,
  Identity,
  Screen,
} from './login.ts'
export type { OwnerState } from './owner_state.ts'
export { systemClock } from './clock.ts'
export type { Clock } from './clock.ts'
export { silentLogger } from './logger.ts'
export type { Logger } from './logger.ts'

// The outbox and the hub
export { memoryStore } from './outbox/memory/store.ts'
export type { CallEnd, Decision, Outbox, Row } from './outbox/outbox.ts'
export type { RowOwner, Sql, Store } from './outbox/store.ts'
export type {
  AccountView,
  AfterCommit,
  Hub,
  HubOptions,
  PluginView,
  ReceivedEvent,
  SendOptions,
  Work,
} from './hub/hub.ts'
