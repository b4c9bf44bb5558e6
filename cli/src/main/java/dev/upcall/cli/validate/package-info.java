/** Compares what firmware computes with the integer reference and with the original model. */
package dev.upcall.cli.validate;
