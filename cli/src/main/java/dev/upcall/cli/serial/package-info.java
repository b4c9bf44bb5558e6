/** Serial ports as the command line names them. */
package dev.upcall.cli.serial;
