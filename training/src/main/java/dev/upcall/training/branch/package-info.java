/** Side exits and conditional blocks, trained on a frozen member. */
package dev.upcall.training.branch;
