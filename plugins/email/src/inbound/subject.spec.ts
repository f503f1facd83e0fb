import { test } from '@japa/runner'
import { answerSubject, bareSubject, isForward, subjectKey } from './subject.ts'

test.group('subjects', () => {
  for (const [subject, bare] of [
    ['Re: Заказ', 'Заказ'],
    ['RE: Re[2]: FW: Заказ', 'Заказ'],
    ['Отв: Пересл: Заказ', 'Заказ'],
    ['Ответ: HA: Заказ', 'Заказ'],
    ['AW: WG: Bestellung', 'Bestellung'],
    ['SV： Заказ', 'Заказ'],
    ['  Re:   Заказ   12 ', 'Заказ 12'],
    ['Регистрация: шаг 1', 'Регистрация: шаг 1'],
    ['Re:', ''],
  ] as const) {
    test(`"${subject}" is "${bare}"`, ({ assert }) => {
      assert.equal(bareSubject(subject, false), bare)
    })
  }

  test('short words are prefixes only in an answer', ({ assert }) => {
    assert.equal(bareSubject('На: встречу завтра', false), 'На: встречу завтра')
    assert.equal(bareSubject('На: встречу завтра', true), 'встречу завтра')
    assert.equal(bareSubject('На: 5 мая', true), 'На: 5 мая')
  })

  test('threads are compared without case, ё and tags of lists, but with ticket numbers', ({
    assert,
  }) => {
    assert.equal(
      subjectKey('Re: [Заявка #12] Ещё вопрос', true),
      subjectKey('еще ВОПРОС [заявка #12]', false)
    )
    assert.notEqual(
      subjectKey('[Заявка #12] Вопрос', false),
      subjectKey('[Заявка #13] Вопрос', false)
    )
  })

  test('an answer is prefixed once', ({ assert }) => {
    assert.equal(answerSubject('RE: Re: Заказ'), 'Re: Заказ')
    assert.equal(answerSubject('Заказ'), 'Re: Заказ')
  })

  test('forwards are known by their prefix', ({ assert }) => {
    assert.isTrue(isForward('Fwd: Счёт'))
    assert.isTrue(isForward('Пересл: Счёт'))
    assert.isFalse(isForward('Re: Счёт'))
  })
})
