/** The broker's code as the simulation runs it: the product's own modules, or a copy of them with one bug planted. */
export type BrokerCore = typeof import('@collect-payment/sso-broker/core');
