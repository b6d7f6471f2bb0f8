/** For `--import`: the process takes its clock five minutes on at SIGUSR2, and five minutes back at SIGHUP. */
const script = `
  const RealDate = Date;
  let shiftMs = 0;
  const now = () => RealDate.now() + shiftMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  process.on('SIGUSR2', () => (shiftMs += 300_000));
  process.on('SIGHUP', () => (shiftMs -= 300_000));
`;

export const stepClock = `data:text/javascript;base64,${Buffer.from(script).toString('base64')}`;
