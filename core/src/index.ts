// Contracts
export { definePlugin, assertPlugin, contractsVersion } from './plugin.ts'
export type { Handout, Manifest, Plugin } from './plugin.ts'
export { accountId, chatKey, companyId, externalId, idSchema, mediaRef, personKey } from './ids.ts'
export type { AccountId, ChatKey, CompanyId, ExternalId, MediaRef, PersonKey } from './ids.ts'
export type { Json, Localized, Millis } from './json.ts'
export { Failure, isFailure } from './failure.ts'
export type { FailureData, FailureKind, Pause } from './failure.ts'
export type { Capabilities, ChannelLane, KindLimit } from './capabilities.ts'
export type { Bucket, FirstContacts, OwnPacing, Pacing, QuietHours } from './pacing.ts'
export { isTimeZone } from './outbox/pace/time_zone.ts'
export { ownPacingSchema } from './outbox/pace/own_pacing.ts'
export { addressKey, addressOf, parseAddress, shownAddress } from './address.ts'
export type { Address, AddressKind, AddressOptions } from './address.ts'
export { isRemote } from './content.ts'
export { isEmoji } from './emoji.ts'
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
  ActOp,
  Call,
  EditOp,
  Found,
  MessageRef,
  OutgoingOp,
  Priority,
  ReactOp,
  RemoveOp,
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
  ReactionIn,
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
export { postgresStore } from './outbox/postgres/store.ts'
export type { PostgresStoreOptions } from './outbox/postgres/store.ts'
export { migrate, migrations } from './outbox/postgres/migrations.ts'
export type { Migration } from './outbox/postgres/migrations.ts'
export { countedRows } from './outbox/outbox.ts'
export type {
  CallEnd,
  Decision,
  EndedRowView,
  LaneMeter,
  LaneTally,
  LaneView,
  Outbox,
  Page,
  Pausable,
  PauseView,
  Row,
  Waiting,
  WaitingRow,
  WorkerMeters,
} from './outbox/outbox.ts'
export type { RowOwner, Sql, Store } from './outbox/store.ts'
export { createHub } from './hub/create_hub.ts'
export { logIn } from './hub/log_in.ts'
export type {
  AccountView,
  ActOptions,
  AfterCommit,
  Hub,
  HubOptions,
  MediaStores,
  PluginView,
  ReceivedEvent,
  SendOptions,
  Work,
} from './hub/hub.ts'
export { planCalls } from './plan_calls.ts'
export type { FileFacts } from './plan_calls.ts'

// Around it
export { toNode } from './http/to_node.ts'
export type { NodeHandler, ToNodeOptions } from './http/to_node.ts'
export { createGuard } from './http/guarded_lookup.ts'
export type { Guard } from './http/guarded_lookup.ts'
export { createGuardedFetch } from './http/guarded_fetch.ts'
export type { GuardedFetch, GuardedFetchOptions } from './http/guarded_fetch.ts'
export { diskMedia } from './media/disk.ts'
export type { DiskMedia, DiskMediaOptions } from './media/disk.ts'
