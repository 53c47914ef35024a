import { expect, test } from 'vitest'
import { isNamedAfter } from './test-names.ts'

test.each([
  ['src/orders.test.ts', 'src/orders.ts'],
  ['test/orders.spec.mjs', 'src/orders.tsx'],
  ['src/__tests__/orders.ts', 'src/orders.ts'],
  ['tests/test_orders.py', 'src/orders.py'],
  ['shop/tests/test_orders.py', 'shop/orders.py'],
  ['tests/unit/orders_test.py', 'orders.py'],
  ['src/test/java/com/acme/OrdersTest.java', 'src/main/java/com/acme/Orders.java'],
  ['src/test/kotlin/com/acme/OrdersTests.kt', 'src/main/java/com/acme/Orders.java'],
  ['src/test/java/com/acme/TestOrders.java', 'src/main/java/com/acme/Orders.java'],
  ['src/test/java/com/acme/OrdersIT.java', 'src/main/java/com/acme/Orders.java'],
  ['pay/orders_test.go', 'pay/orders.go'],
  ['spec/models/order_spec.rb', 'app/models/order.rb'],
  ['packages/a/test/index.test.ts', 'packages/a/src/index.ts'],
  // A test file may be measured itself.
  ['src/orders.test.ts', 'src/orders.test.ts'],
])('%s is named after %s', (testFile, source) => {
  expect(isNamedAfter(testFile, source)).toBe(true)
})

test.each([
  ['src/orders.test.ts', 'src/order.ts'],
  ['src/orders.test.ts', 'src/orders.py'],
  ['src/orders.ts', 'lib/orders.ts'],
  ['packages/a/test/index.test.ts', 'packages/b/src/index.ts'],
  ['src/test/java/com/acme/OrdersTest.java', 'src/main/java/com/other/Orders.java'],
  ['tests/test_orders.py', 'src/test_orders_data.py'],
  ['pay/orders_test.go', 'ship/orders.go'],
  ['test.ts', 'index.ts'],
  ['src/contest.ts', 'src/con.ts'],
])('%s is not named after %s', (testFile, source) => {
  expect(isNamedAfter(testFile, source)).toBe(false)
})
