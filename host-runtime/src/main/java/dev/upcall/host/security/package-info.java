/** Who may speak to whom over MQTT: certificates, passwords, access rules. */
package dev.upcall.host.security;
