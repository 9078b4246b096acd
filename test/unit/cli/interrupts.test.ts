import { pressCounter } from '../../../cli/interrupts';

test('signals close to each other are one press', () => {
  let time = 5000;
  const press = pressCounter(() => time);
  expect(press()).toBe(1);
  time += 10;
  expect(press()).toBeUndefined();
  time += 990;
  expect(press()).toBe(2);
  time += 5000;
  expect(press()).toBe(3);
});
