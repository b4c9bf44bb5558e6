/**
 * Which C function computes each operator on this class of microcontroller, and what it allows the
 * planner: kernels are chosen before memory is planned, because how far a kernel's writes may run
 * ahead of its reads is what the planner places by.
 */
package dev.upcall.compiler.kernel;
