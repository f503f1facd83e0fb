import { test } from '@japa/runner'
import { initials } from './initials.ts'

test.group('Initials', () => {
  test('{name} → {letters}')
    .with([
      { name: 'Борис Орлов', letters: 'БО' },
      { name: 'анна-мария ивановна', letters: 'АМ' },
      { name: 'ООО «Строительное управление № 7»', letters: 'СУ' },
      { name: 'Ольга 24', letters: 'О' },
      { name: 'ИП', letters: 'И' },
      { name: '+7 912 345-67-89', letters: '+' },
      { name: 'محمد علي', letters: 'مع' },
      { name: '', letters: '' },
    ])
    .run(({ assert }, { name, letters }) => {
      assert.equal(initials(name), letters)
    })
})
