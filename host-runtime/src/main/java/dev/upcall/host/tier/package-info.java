/** The tier above a gateway: another gateway, asked about what this one is unsure of. */
package dev.upcall.host.tier;
