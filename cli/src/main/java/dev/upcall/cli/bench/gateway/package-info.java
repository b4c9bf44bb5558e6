/** Load on a gateway, and the bare client it is compared with. */
package dev.upcall.cli.bench.gateway;
