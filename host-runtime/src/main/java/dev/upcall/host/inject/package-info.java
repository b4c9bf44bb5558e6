/** Samples sent to a device for it to run, and what it makes of them. */
package dev.upcall.host.inject;
