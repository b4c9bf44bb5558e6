/** How many brokers, gateways and members a fleet needs, and a simulation that tries it. */
package dev.upcall.cli.bench.scale;
