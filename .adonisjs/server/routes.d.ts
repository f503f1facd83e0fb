import '@adonisjs/core/types/http'

type ParamValue = string | number | bigint | boolean

export type ScannedRoutes = {
  ALL: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.store_first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'setup.store_further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'sign_in.store': { paramsTuple?: []; params?: {} }
    'sign_in.destroy': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
    'alerts.show': { paramsTuple?: []; params?: {} }
    'keys.show': { paramsTuple?: []; params?: {} }
    'profile.update': { paramsTuple?: []; params?: {} }
    'companies.enter': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'company.update': { paramsTuple?: []; params?: {} }
    'lines.index': { paramsTuple?: []; params?: {} }
    'lines.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'lines.store': { paramsTuple?: []; params?: {} }
    'lines.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'pacing.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.pause': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.resume': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.restart': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.return': { paramsTuple: [ParamValue]; params: {'plugin': ParamValue} }
    'logins.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.answer': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.send_times': { paramsTuple?: []; params?: {} }
    'queue.pause': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.resume': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancel': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancel_batch': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retry': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retry_all': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.decide': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'plugins.index': { paramsTuple?: []; params?: {} }
    'plugins.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'plugins.configure': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'media.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'uploads.store': { paramsTuple?: []; params?: {} }
    'dead_events.index': { paramsTuple?: []; params?: {} }
    'dead_events.replay': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dead_events.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.people': { paramsTuple?: []; params?: {} }
    'reach.start': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.import_state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.import': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_dialog': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.send_through': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'inbox.index': { paramsTuple?: []; params?: {} }
    'dialogs.index': { paramsTuple?: []; params?: {} }
    'dialogs.store': { paramsTuple?: []; params?: {} }
    'dialogs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.read': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.unread': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.typing': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.no_reply_needed': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.reply_needed': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.close': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.reopen': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.assign': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.tag': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.pin': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.snooze': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.blacklist': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.resend': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.cancel': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.decide': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.react': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.settle': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.send': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'changes.index': { paramsTuple?: []; params?: {} }
    'changes.counters': { paramsTuple?: []; params?: {} }
    'inbox.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.picture': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.index': { paramsTuple?: []; params?: {} }
    'saved_views.store': { paramsTuple?: []; params?: {} }
    'saved_views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'tags.index': { paramsTuple?: []; params?: {} }
    'tags.store': { paramsTuple?: []; params?: {} }
    'tags.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'tags.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'search.messages': { paramsTuple?: []; params?: {} }
    'drafts.index': { paramsTuple?: []; params?: {} }
    'drafts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'drafts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.index': { paramsTuple?: []; params?: {} }
    'replies.search': { paramsTuple?: []; params?: {} }
    'replies.export': { paramsTuple?: []; params?: {} }
    'replies.preview': { paramsTuple?: []; params?: {} }
    'replies.import': { paramsTuple?: []; params?: {} }
    'reply_sections.store': { paramsTuple?: []; params?: {} }
    'reply_sections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.move': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.editors': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.store': { paramsTuple?: []; params?: {} }
    'replies.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.move': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.index': { paramsTuple?: []; params?: {} }
    'macros.list': { paramsTuple?: []; params?: {} }
    'macros.store': { paramsTuple?: []; params?: {} }
    'macros.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.run': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'event_stream': { paramsTuple?: []; params?: {} }
    'subscribe': { paramsTuple?: []; params?: {} }
    'unsubscribe': { paramsTuple?: []; params?: {} }
  }
  GET: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
    'alerts.show': { paramsTuple?: []; params?: {} }
    'keys.show': { paramsTuple?: []; params?: {} }
    'lines.index': { paramsTuple?: []; params?: {} }
    'lines.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.return': { paramsTuple: [ParamValue]; params: {'plugin': ParamValue} }
    'logins.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.send_times': { paramsTuple?: []; params?: {} }
    'plugins.index': { paramsTuple?: []; params?: {} }
    'media.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dead_events.index': { paramsTuple?: []; params?: {} }
    'reach.people': { paramsTuple?: []; params?: {} }
    'reach.start': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.import_state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_dialog': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'inbox.index': { paramsTuple?: []; params?: {} }
    'dialogs.index': { paramsTuple?: []; params?: {} }
    'dialogs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'changes.index': { paramsTuple?: []; params?: {} }
    'changes.counters': { paramsTuple?: []; params?: {} }
    'inbox.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.picture': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.index': { paramsTuple?: []; params?: {} }
    'tags.index': { paramsTuple?: []; params?: {} }
    'search.messages': { paramsTuple?: []; params?: {} }
    'drafts.index': { paramsTuple?: []; params?: {} }
    'drafts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.index': { paramsTuple?: []; params?: {} }
    'replies.search': { paramsTuple?: []; params?: {} }
    'replies.export': { paramsTuple?: []; params?: {} }
    'macros.index': { paramsTuple?: []; params?: {} }
    'macros.list': { paramsTuple?: []; params?: {} }
    'event_stream': { paramsTuple?: []; params?: {} }
  }
  HEAD: {
    'home.show': { paramsTuple?: []; params?: {} }
    'setup.first': { paramsTuple?: []; params?: {} }
    'setup.further': { paramsTuple?: []; params?: {} }
    'sign_in.show': { paramsTuple?: []; params?: {} }
    'profile.show': { paramsTuple?: []; params?: {} }
    'alerts.show': { paramsTuple?: []; params?: {} }
    'keys.show': { paramsTuple?: []; params?: {} }
    'lines.index': { paramsTuple?: []; params?: {} }
    'lines.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.return': { paramsTuple: [ParamValue]; params: {'plugin': ParamValue} }
    'logins.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.send_times': { paramsTuple?: []; params?: {} }
    'plugins.index': { paramsTuple?: []; params?: {} }
    'media.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dead_events.index': { paramsTuple?: []; params?: {} }
    'reach.people': { paramsTuple?: []; params?: {} }
    'reach.start': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.import_state': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_message': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.of_dialog': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'inbox.index': { paramsTuple?: []; params?: {} }
    'dialogs.index': { paramsTuple?: []; params?: {} }
    'dialogs.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.index': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'changes.index': { paramsTuple?: []; params?: {} }
    'changes.counters': { paramsTuple?: []; params?: {} }
    'inbox.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'originals.picture': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.index': { paramsTuple?: []; params?: {} }
    'tags.index': { paramsTuple?: []; params?: {} }
    'search.messages': { paramsTuple?: []; params?: {} }
    'drafts.index': { paramsTuple?: []; params?: {} }
    'drafts.show': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.index': { paramsTuple?: []; params?: {} }
    'replies.search': { paramsTuple?: []; params?: {} }
    'replies.export': { paramsTuple?: []; params?: {} }
    'macros.index': { paramsTuple?: []; params?: {} }
    'macros.list': { paramsTuple?: []; params?: {} }
    'event_stream': { paramsTuple?: []; params?: {} }
  }
  POST: {
    'setup.store_first': { paramsTuple?: []; params?: {} }
    'setup.store_further': { paramsTuple?: []; params?: {} }
    'sign_in.store': { paramsTuple?: []; params?: {} }
    'sign_in.destroy': { paramsTuple?: []; params?: {} }
    'companies.enter': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'lines.store': { paramsTuple?: []; params?: {} }
    'accounts.pause': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.resume': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.restart': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.answer': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.pause': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.resume': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancel': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.cancel_batch': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retry': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.retry_all': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'queue.decide': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'uploads.store': { paramsTuple?: []; params?: {} }
    'dead_events.replay': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reach.import': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'ways.send_through': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.store': { paramsTuple?: []; params?: {} }
    'dialogs.read': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.unread': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dialogs.typing': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.no_reply_needed': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.reply_needed': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.close': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.reopen': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.assign': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.tag': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.pin': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.snooze': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'acts.blacklist': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.resend': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.cancel': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.decide': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.settle': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.store': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.send': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.store': { paramsTuple?: []; params?: {} }
    'tags.store': { paramsTuple?: []; params?: {} }
    'replies.preview': { paramsTuple?: []; params?: {} }
    'replies.import': { paramsTuple?: []; params?: {} }
    'reply_sections.store': { paramsTuple?: []; params?: {} }
    'reply_sections.move': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.store': { paramsTuple?: []; params?: {} }
    'replies.move': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.store': { paramsTuple?: []; params?: {} }
    'macros.run': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'subscribe': { paramsTuple?: []; params?: {} }
    'unsubscribe': { paramsTuple?: []; params?: {} }
  }
  PUT: {
    'profile.update': { paramsTuple?: []; params?: {} }
    'pacing.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'plugins.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'plugins.configure': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.react': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'drafts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.editors': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  PATCH: {
    'company.update': { paramsTuple?: []; params?: {} }
    'lines.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'accounts.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'tags.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.update': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
  DELETE: {
    'accounts.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'logins.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'dead_events.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'messages.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'scheduled.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'saved_views.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'tags.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'reply_sections.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'replies.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
    'macros.destroy': { paramsTuple: [ParamValue]; params: {'id': ParamValue} }
  }
}
declare module '@adonisjs/core/types/http' {
  export interface RoutesList extends ScannedRoutes {}
}