import { Failure } from '../failure.ts'
import type { AccountId, CompanyId } from '../ids.ts'
import type { Hub } from './hub.ts'

/** Connects an account from code, where nobody sits before a dialog: every form is answered with `values`. */
export async function logIn<Tx>(
  hub: Pick<Hub<Tx>, 'login'>,
  plugin: string,
  flow: string,
  into: {
    readonly company: CompanyId
    readonly values: { readonly [field: string]: unknown }
    readonly signal?: AbortSignal
  }
): Promise<AccountId> {
  const signal = into.signal ?? new AbortController().signal
  const screens = hub.login(plugin, flow, { company: into.company, signal })
  let next = await screens.next({})
  while (next.done !== true) {
    const screen = next.value
    if (screen.show !== 'form' || screen.error) {
      await screens.return(undefined as never)
      throw new Failure('rejected', {
        code: 'E_LOGIN_NEEDS_PERSON',
        reason: (screen.show === 'form' ? screen.error : undefined) ?? {
          ru: 'Этот способ подключения требует человека. Подключите аккаунт в диалоге.',
          en: 'This way of connecting needs a person. Connect the account in a dialog.',
        },
      })
    }
    next = await screens.next({ values: into.values })
  }
  return next.value
}
