import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const InboxController = () => import('#app/inbox/inbox_controller')
const DialogsController = () => import('#app/inbox/dialogs_controller')
const ActsController = () => import('#app/inbox/acts_controller')
const MessagesController = () => import('#app/inbox/messages_controller')
const ScheduledController = () => import('#app/inbox/scheduled_controller')
const ChangesController = () => import('#app/inbox/changes_controller')
const OriginalsController = () => import('#app/inbox/originals_controller')

cabinetRoutes(() => {
  router.get('/inbox', [InboxController, 'index']).as('inbox.index')
  router.get('/inbox/dialogs', [DialogsController, 'index']).as('dialogs.index')
  router.post('/inbox/dialogs', [DialogsController, 'store']).as('dialogs.store')
  router.get('/inbox/dialogs/:id', [DialogsController, 'show']).as('dialogs.show')
  router.post('/inbox/dialogs/:id/read', [DialogsController, 'read']).as('dialogs.read')
  router.post('/inbox/dialogs/:id/unread', [DialogsController, 'unread']).as('dialogs.unread')
  router.post('/inbox/dialogs/:id/typing', [DialogsController, 'typing']).as('dialogs.typing')

  router
    .post('/inbox/dialogs/:id/no-reply-needed', [ActsController, 'noReplyNeeded'])
    .as('acts.no_reply_needed')
  router
    .post('/inbox/dialogs/:id/reply-needed', [ActsController, 'replyNeeded'])
    .as('acts.reply_needed')
  router.post('/inbox/dialogs/:id/close', [ActsController, 'close']).as('acts.close')
  router.post('/inbox/dialogs/:id/reopen', [ActsController, 'reopen']).as('acts.reopen')
  router.post('/inbox/dialogs/:id/assign', [ActsController, 'assign']).as('acts.assign')
  router.post('/inbox/dialogs/:id/tag', [ActsController, 'tag']).as('acts.tag')
  router.post('/inbox/dialogs/:id/pin', [ActsController, 'pin']).as('acts.pin')
  router.post('/inbox/dialogs/:id/snooze', [ActsController, 'snooze']).as('acts.snooze')
  router.post('/inbox/dialogs/:id/blacklist', [ActsController, 'blacklist']).as('acts.blacklist')

  router.get('/inbox/dialogs/:id/messages', [MessagesController, 'index']).as('messages.index')
  router.post('/inbox/dialogs/:id/messages', [MessagesController, 'store']).as('messages.store')
  router.post('/inbox/messages/:id/resend', [MessagesController, 'resend']).as('messages.resend')
  router.post('/inbox/messages/:id/cancel', [MessagesController, 'cancel']).as('messages.cancel')
  router.post('/inbox/messages/:id/decide', [MessagesController, 'decide']).as('messages.decide')
  router.patch('/inbox/messages/:id', [MessagesController, 'update']).as('messages.update')
  router.delete('/inbox/messages/:id', [MessagesController, 'destroy']).as('messages.destroy')
  router.put('/inbox/messages/:id/reaction', [MessagesController, 'react']).as('messages.react')
  router.post('/inbox/messages/:id/acts', [MessagesController, 'settle']).as('messages.settle')
  router.get('/inbox/messages/:id/original', [OriginalsController, 'show']).as('originals.show')

  router.get('/inbox/dialogs/:id/scheduled', [ScheduledController, 'index']).as('scheduled.index')
  router.post('/inbox/dialogs/:id/scheduled', [ScheduledController, 'store']).as('scheduled.store')
  router.patch('/inbox/scheduled/:id', [ScheduledController, 'update']).as('scheduled.update')
  router.post('/inbox/scheduled/:id/send', [ScheduledController, 'send']).as('scheduled.send')
  router.delete('/inbox/scheduled/:id', [ScheduledController, 'destroy']).as('scheduled.destroy')

  router.get('/inbox/changes', [ChangesController, 'index']).as('changes.index')
  router.get('/inbox/counters', [ChangesController, 'counters']).as('changes.counters')

  // After the names above, which are no ids.
  router
    .get('/inbox/:id', [InboxController, 'show'])
    .as('inbox.show')
    .where('id', router.matchers.uuid())
})

/** Outside: a letter's sandboxed frame sends no cookies; the address carries a pass. */
router.get('/inbox/messages/:id/picture', [OriginalsController, 'picture']).as('originals.picture')
