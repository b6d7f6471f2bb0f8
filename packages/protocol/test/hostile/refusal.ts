import { ProtocolError } from '../../src/index.ts';

/** The refusal, or undefined when the input was read. Anything but a ProtocolError passes through and fails the test. */
export function refusalOf(read: () => unknown): ProtocolError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}
