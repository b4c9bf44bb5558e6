/** How messages come in from devices and go out to them: serial ports and MQTT. */
package dev.upcall.host.transport;
