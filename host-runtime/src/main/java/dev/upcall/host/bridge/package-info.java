/** Devices on wires made devices on an MQTT broker. */
package dev.upcall.host.bridge;
