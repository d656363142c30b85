/** The version that the simulator names in its own addresses and events. */
export const API_VERSION = '66.0';
