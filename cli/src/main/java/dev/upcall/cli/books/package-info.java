/** What decisions cost: bytes, cycles, milliseconds and millijoules of a ladder on a device. */
package dev.upcall.cli.books;
