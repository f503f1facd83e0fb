import { test } from '@japa/runner'
import { addressKey, addressOf, parseAddress, shownAddress, type AddressKind } from './address.ts'
import { isFailure } from './failure.ts'
import { chatKey } from './ids.ts'

const all: readonly AddressKind[] = ['phone', 'username', 'email']

/** The key of what was understood, or the code of what wasn't. */
function said(typed: string, kinds: readonly AddressKind[] = all, country?: string): string {
  const address = parseAddress(typed, kinds, country === undefined ? {} : { country })
  return isFailure(address) ? address.code : addressKey(address)
}

const phones: readonly (readonly [typed: string, key: string])[] = [
  ['8 912 345-67-89', 'phone:+79123456789'],
  ['+7 (912) 345-67-89', 'phone:+79123456789'],
  ['79123456789', 'phone:+79123456789'],
  ['9123456789', 'phone:+79123456789'],
  ['\u202a+7\u00a0912\u00a0345\u201167\u201189\u202c', 'phone:+79123456789'],
  ['8 701 555 44 33', 'phone:+77015554433'],
  ['+375 29 123-45-67', 'phone:+375291234567'],
  ['380501234567', 'phone:+380501234567'],
  ['0049 30 123456', 'phone:+4930123456'],
  ['8 10 49 30 123456', 'phone:+4930123456'],
  ['tel:+79123456789', 'phone:+79123456789'],
  ['https://wa.me/79123456789', 'phone:+79123456789'],
  ['https://api.whatsapp.com/send?text=x&phone=79123456789', 'phone:+79123456789'],
  ['https://t.me/+79123456789', 'phone:+79123456789'],
  ['8 912 345', 'E_PHONE_SHORT'],
  ['112', 'E_PHONE_SHORT'],
  ['+7 912 345 67 899', 'E_PHONE_LONG'],
  ['8 912 345 67 890', 'E_PHONE_LONG'],
  ['+999 12 345 67 89', 'E_ADDRESS_PHONE'],
]

const names: readonly (readonly [typed: string, key: string])[] = [
  ['@Anna_Belova', 'username:anna_belova'],
  ['anna.belova', 'username:anna.belova'],
  ['https://t.me/Anna_Belova?start=1', 'username:anna_belova'],
  ['t.me/anna', 'username:anna'],
  ['vk.com/id1', 'username:id1'],
  ['@анна', 'E_ADDRESS_USERNAME'],
  ['@ab', 'E_ADDRESS_USERNAME'],
  ['@1anna', 'E_ADDRESS_USERNAME'],
]

const letters: readonly (readonly [typed: string, key: string])[] = [
  ['Anna@Example.COM', 'email:anna@example.com'],
  ['Анна Белова <anna@example.com>', 'email:anna@example.com'],
  ['mailto:anna@example.com?subject=x', 'email:anna@example.com'],
  ['anna@example.com,', 'email:anna@example.com'],
  ['иван@почта.рф', 'email:иван@почта.рф'],
  ['anna+shop@mail.example.co.uk', 'email:anna+shop@mail.example.co.uk'],
  ['anna@example', 'E_ADDRESS_EMAIL'],
  ['anna@@example.com', 'E_ADDRESS_EMAIL'],
  ['a b@example.com', 'E_ADDRESS_EMAIL'],
]

test.group('An address as it was typed', () => {
  test('a number, a name or a letter’s address')
    .with([...phones, ...names, ...letters])
    .run(({ assert }, [typed, key]) => assert.equal(said(typed), key))

  test('what the channel does not take is told with what it takes', ({ assert }) => {
    assert.equal(said('+7 912 345-67-89', ['email']), 'E_ADDRESS_KIND')
    assert.equal(said('anna@example.com', ['phone', 'username']), 'E_ADDRESS_KIND')
    assert.equal(said('@anna', ['phone']), 'E_ADDRESS_KIND')
    assert.equal(said('Анна Белова', ['phone', 'email']), 'E_ADDRESS_UNCLEAR')
    assert.equal(said('anna', ['email']), 'E_ADDRESS_EMAIL')
    assert.equal(said('anna', []), 'E_WRITE_FIRST')
    assert.equal(said(' \u200b ', ['phone']), 'E_ADDRESS_EMPTY')
    const refused = parseAddress('anna@example.com', ['phone', 'username'])
    assert.isTrue(
      isFailure(refused) &&
        refused.data.reason.ru ===
          'Сюда не подойдёт адрес почты. Укажите номер телефона или имя пользователя.'
    )
  })

  test('what nothing else takes is the platform’s own id', ({ assert }) => {
    assert.equal(said('user-77', ['phone', 'external']), 'external:user-77')
    assert.equal(said('-100200300', ['chat']), 'chat:-100200300')
    assert.equal(said('+7 912 345-67-89', ['phone', 'chat']), 'phone:+79123456789')
  })

  test('a number without a code belongs to the country given', ({ assert }) => {
    assert.equal(said('030 123456', ['phone'], 'DE'), 'phone:+4930123456')
    assert.equal(said('8 029 123-45-67', ['phone'], 'BY'), 'phone:+375291234567')
    assert.equal(said('8 912 345-67-89', ['phone'], 'nowhere'), 'phone:+79123456789')
  })

  test('how long a number should be is said in both languages', ({ assert }) => {
    const words = (typed: string) => {
      const refused = parseAddress(typed, ['phone'])
      return isFailure(refused) ? refused.data.reason : undefined
    }
    assert.deepEqual(words('8 912 345'), {
      ru: 'Номер короткий: для России нужно 11 цифр.',
      en: 'The number is too short: Russia has 11 digits.',
    })
    assert.equal(words('+1 202 555')?.ru, 'Номер короткий: для кода +1 нужно 11 цифр.')
  })

  test('is shown as people write it, and read again from its key')
    .with([
      [{ by: 'phone', e164: '+79123456789' }, '+7 912 345-67-89'],
      [{ by: 'phone', e164: '+375291234567' }, '+375 29 123 45 67'],
      [{ by: 'username', value: 'anna' }, '@anna'],
      [{ by: 'email', value: 'anna@example.com' }, 'anna@example.com'],
      [{ by: 'external', value: 'user: 77' }, 'user: 77'],
      [{ by: 'chat', chat: chatKey('mail:a@b.c') }, 'mail:a@b.c'],
    ] as const)
    .run(({ assert }, [address, shown]) => {
      assert.equal(shownAddress(address), shown)
      assert.deepEqual(addressOf(addressKey(address)), address)
    })

  test('a bare address of a letter is no key', ({ assert }) => {
    assert.isUndefined(addressOf('anna@example.com'))
  })
})
