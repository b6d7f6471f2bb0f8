/** How long a delivery is its taker's; a broker that dies leaves its attempts to be made after that. */
export const deliveryLeaseMs = 60_000;

/** The longest an attempt may take. What is left of the lease is for storing what came of it. */
export const longestAttemptMs = 45_000;
