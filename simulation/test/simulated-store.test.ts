import { testStore } from '../../packages/sso-broker/test/storage/conformance.ts';
import { SimulatedDisk, SimulatedStore } from '../src/broker/simulated-store.ts';

testStore('the simulated disk', async () => {
  const disk = new SimulatedDisk();
  return {
    open: async () => new SimulatedStore(disk),
    remove: async () => disk.sessions.clear(),
  };
});
