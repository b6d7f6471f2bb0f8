import { describe, expect, it } from 'vitest';
import { ConnectionBook } from './connection-book.ts';

const admitted = { type: 'admitted', givesWay: undefined };

describe('the book of connections', () => {
  it('admits as many of one address as it may have, and others beside them', () => {
    const book = new ConnectionBook<number>({ most: 10, perAddress: 2 });
    expect([book.admit(1, 'a'), book.admit(2, 'a'), book.admit(3, 'a')]).toEqual([admitted, admitted, { type: 'too_many_of_address' }]);
    expect(book.admit(4, 'b')).toEqual(admitted);
    book.leave(1);
    book.leave(1);
    expect([book.admit(5, 'a'), book.admit(6, 'a')]).toEqual([admitted, { type: 'too_many_of_address' }]);
    expect(book.size).toBe(3);
  });

  it('counts a proxy’s connections in total only', () => {
    const book = new ConnectionBook<number>({ most: 3, perAddress: 1 });
    expect([1, 2, 3].map((connection) => book.admit(connection, undefined))).toEqual([admitted, admitted, admitted]);
  });

  it('when it is full, lets the one that has had no request for longest give way', () => {
    const book = new ConnectionBook<number>({ most: 3, perAddress: 9 });
    for (const connection of [1, 2, 3]) book.admit(connection, 'a');
    book.begin(1);
    book.begin(2);
    book.end(2);
    expect(book.admit(4, 'b')).toEqual({ type: 'admitted', givesWay: 3 });
    expect(book.admit(5, 'b')).toEqual({ type: 'admitted', givesWay: 2 });
    expect(book.size).toBe(3);
  });

  it('is full when something is under way on every one, and not before the last answer of each', () => {
    const book = new ConnectionBook<number>({ most: 1, perAddress: 9 });
    book.admit(1, 'a');
    book.begin(1);
    book.begin(1);
    book.end(1);
    expect(book.admit(2, 'b')).toEqual({ type: 'full' });
    book.end(1);
    expect(book.admit(2, 'b')).toEqual({ type: 'admitted', givesWay: 1 });
  });

  it('holds nothing of what has left, though its requests end later', () => {
    const book = new ConnectionBook<number>({ most: 2, perAddress: 1 });
    for (let connection = 0; connection < 1000; connection += 1) {
      book.admit(connection, 'a');
      book.begin(connection);
      book.leave(connection);
      book.end(connection);
    }
    expect(book.size).toBe(0);
    expect(book.admit(-1, 'a')).toEqual(admitted);
    expect(book.admit(-2, 'b')).toEqual(admitted);
    expect(book.admit(-3, 'c')).toEqual({ type: 'admitted', givesWay: -1 });
  });
});
