/** Networks as data: layers that know how to initialise, compute, count and export themselves. */
package dev.upcall.training.arch;
