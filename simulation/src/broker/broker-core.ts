import type * as core from '@collect-payment/sso-broker/core';

/** The broker's code as the simulation runs it: the product's own modules, or a copy of them with one bug planted. */
export type BrokerCore = typeof core;
