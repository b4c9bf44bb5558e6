/** Types of numbers that device and host share. */
package dev.upcall.core.tensor;
