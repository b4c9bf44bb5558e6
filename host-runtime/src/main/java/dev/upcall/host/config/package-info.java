/** What a gateway is to do, from its configuration file; docs/operations.md has the keys. */
package dev.upcall.host.config;
