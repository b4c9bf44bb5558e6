/** The training loop: schedule, optimiser, checkpoints. */
package dev.upcall.training.fit;
