// A desk with a simulated reader, for whoever has none: `/staff?reader=simulated`.
import { installSimulatedDesk, SimulatedDesk, SimulatedReader } from '../readers/simulated.js';

const desk = new SimulatedDesk();
let reader = new SimulatedReader({ model: 'dynaflex' });

const acts = {
  plug: () => desk.plug(reader),
  unplug: () => desk.unplug(reader),
  swap() {
    desk.unplug(reader);
    reader = new SimulatedReader({ model: 'augusta', serialNumber: 'ID7730042', firmwareVersion: 'AUGUSTA-V1.02' });
    desk.plug(reader, { paired: true });
  },
};

export function install() {
  installSimulatedDesk(desk);
  desk.plug(reader);
  const panel = document.getElementById('simulated');
  panel.hidden = false;
  panel.addEventListener('click', ({ target }) => {
    const { act, way } = target.dataset;
    if (act !== undefined) acts[act]();
    if (way !== undefined) reader.present({ way });
  });
  // A modal dialog lets nothing beside it be clicked, and a desk is beside everything.
  const dialog = document.getElementById('reader-desk');
  const home = panel.parentElement;
  dialog.addEventListener('toggle', () => (dialog.open ? dialog : home).append(panel));
}
