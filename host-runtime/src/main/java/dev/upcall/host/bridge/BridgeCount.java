package dev.upcall.host.bridge;

/**
 * What a bridge has done since its start.
 *
 * @param devices that it is or was the way to
 * @param up messages of devices, handed over for the broker
 * @param down messages for devices, taken from the broker
 * @param dropped messages of either kind that too many others waited before, or that came from a
 *     wire whose device had not said who it is
 * @param malformed publishes for devices that are no message
 * @param refused births that cannot be bridged: no name for a topic, or another device's
 */
public record BridgeCount(
    long devices, long up, long down, long dropped, long malformed, long refused) {}
