/**
 * The tier above the devices: transports bring messages to the gateway, the gateway keeps sessions
 * and asks the ensemble, the ensemble runs its members and combines whichever of them answered.
 */
package dev.upcall.host;
