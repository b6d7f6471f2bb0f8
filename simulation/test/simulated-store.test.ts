import { testStore } from '../../packages/sso-broker/test/storage/conformance.ts';
import { SharedStore } from '../src/broker/shared-store.ts';
import { SimulatedDisk, SimulatedStore } from '../src/broker/simulated-store.ts';

testStore('the simulated disk', async () => {
  const disk = new SimulatedDisk();
  return {
    open: async () => new SimulatedStore(disk),
    remove: async () => disk.sessions.clear(),
  };
});

testStore('the simulated database that brokers share', async () => {
  const disk = new SimulatedDisk();
  let opened = 0;
  return {
    open: async () => {
      opened += 1;
      return new SharedStore(disk, { owner: `broker ${opened}`, databaseNowMs: () => 1_000_000, carry: () => undefined });
    },
    remove: async () => disk.sessions.clear(),
  };
});
