/** The fields of whatever it is, and none that somebody has put on the prototype of all objects. Null and the like have none. */
export const own = <T>(value: T): T => ({ __proto__: null, ...value });
